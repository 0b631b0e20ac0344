// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.transform.Scaling;
import convoy.training.averaging.EpochMean;
import convoy.training.averaging.ParameterAverages;
import convoy.training.averaging.Position;
import convoy.training.averaging.RunningAverage;
import convoy.training.averaging.TrainingState;
import convoy.training.checkpoint.CheckpointInfo.TrainedOn;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import convoy.training.monitor.Validation;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.Improvement;
import java.util.List;
import java.util.SplittableRandom;

/** Checkpoints of a small network, every number in them a random one. */
final class CheckpointSamples {
  static final ImageShape SHAPE = new ImageShape(3, 8, 8);
  static final ModelSettings MODEL =
      new ModelSettings("convnet", 16, 0.5, 1e-3, false, SHAPE, List.of("cat", "dog", "Straße"));

  /** The same with batch normalization. */
  static final ModelSettings NORMALIZED =
      new ModelSettings(MODEL.name(), 16, 0.5, 1e-3, true, SHAPE, MODEL.classNames());

  static final ModelSettings SVM =
      new ModelSettings("svm", 16, 0, 1e-3, false, SHAPE, MODEL.classNames());

  private static final List<Integer> AT_START = List.of(0, 0);

  private CheckpointSamples() {}

  static Replica replica() {
    return replica(MODEL);
  }

  static Replica replica(ModelSettings model) {
    return Replica.ofDeeplearning4j(spec(model, UpdaterStatePolicy.AVERAGE));
  }

  private static ReplicaSpec spec(ModelSettings model, UpdaterStatePolicy policy) {
    return new ReplicaSpec(
        "run",
        Models.configuration(model, new Optimization(0.1, 0.9, new GradientClipping.None()), 7)
            .toJson(),
        AugmentPlan.NONE,
        new Scaling(SHAPE.size(), new float[] {255}),
        SHAPE,
        MODEL.classes(),
        4,
        policy,
        7);
  }

  /** At the end of an epoch, with an updater state that is averaged. */
  static Checkpoint checkpoint(Replica replica, int epoch, Double validationAccuracy) {
    return checkpoint(
        replica,
        UpdaterStatePolicy.AVERAGE,
        new Position(epoch, 3 * epoch, 0, 17L * epoch, AT_START),
        validationAccuracy);
  }

  static Checkpoint checkpoint(
      Replica replica, UpdaterStatePolicy policy, Position position, Double validationAccuracy) {
    SplittableRandom random = new SplittableRandom(position.rounds());
    int length = replica.parameters().length;
    ParameterAverages averages =
        new ParameterAverages(
            new RunningAverage(0.99, random.doubles(length, -1, 1).toArray(), random.nextDouble()),
            new EpochMean(random.doubles(length, -1, 1).toArray(), 2),
            List.of(floats(random, length), floats(random, length)),
            new ParameterAverages.Settings(0.99, 2, 3));
    TrainingState state =
        new TrainingState(
            floats(random, length),
            switch (policy) {
              case AVERAGE -> List.of(floats(random, length));
              case KEEP -> List.of(floats(random, length), floats(random, length));
              case RESET -> List.of();
            },
            floats(random, length),
            averages,
            position,
            new Improvement(0.75, 2, 1, 1),
            2.5);
    CheckpointInfo info =
        CheckpointInfo.of(
            state,
            MODEL,
            "zca",
            new TrainedOn("4f2a", 3, "77bb"),
            spec(MODEL, policy),
            new Validation(validationAccuracy == null ? Double.NaN : validationAccuracy, 1));
    return new Checkpoint(info, state);
  }

  /** Of what a replica of a model holds, at its first epoch's end. */
  static Checkpoint atFirstEpoch(ModelSettings model, Replica replica) {
    float[] parameters = replica.parameters();
    TrainingState start =
        TrainingState.start(parameters, new ParameterAverages.Settings(0.99, 2, 3), 2);
    TrainingState state =
        new TrainingState(
            parameters,
            List.of(replica.updaterState()),
            new float[0],
            start.averages(),
            new Position(1, 1, 0, 1, AT_START),
            start.improvement(),
            2.5);
    CheckpointInfo info =
        CheckpointInfo.of(
            state,
            model,
            "zca",
            new TrainedOn("4f2a", 3, "77bb"),
            spec(model, UpdaterStatePolicy.AVERAGE),
            new Validation(0.5, 1));
    return new Checkpoint(info, state);
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
