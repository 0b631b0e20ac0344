// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.transform.Scaling;
import convoy.training.averaging.RunningAverage;
import convoy.training.averaging.TrainingState;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import java.util.List;
import java.util.SplittableRandom;

/** Checkpoints of a small network, every number in them a random one. */
final class CheckpointSamples {
  static final ImageShape SHAPE = new ImageShape(3, 8, 8);
  static final ModelSettings MODEL =
      new ModelSettings("convnet", 16, 0.5, 1e-3, SHAPE, List.of("cat", "dog", "Straße"));

  private CheckpointSamples() {}

  static Replica replica() {
    return new Replica(
        new ReplicaSpec(
            "run",
            Models.configuration(MODEL, new Optimization(0.1, 0.5, 100, 0.9), 7).toJson(),
            new Scaling(SHAPE.size(), new float[] {255}),
            SHAPE,
            MODEL.classes(),
            4,
            7));
  }

  static Checkpoint checkpoint(Replica replica, int epoch, Double validationAccuracy) {
    SplittableRandom random = new SplittableRandom(epoch);
    int length = replica.parameters().length;
    RunningAverage average =
        new RunningAverage(0.99, random.doubles(length, -1, 1).toArray(), random.nextDouble());
    TrainingState state =
        new TrainingState(
            floats(random, length), floats(random, length), average, epoch, 3 * epoch, 17L * epoch);
    CheckpointInfo info =
        new CheckpointInfo(
            CheckpointInfo.VERSION,
            MODEL,
            "zca",
            "4f2a",
            random.nextLong(),
            state.epochs(),
            state.rounds(),
            state.globalStep(),
            validationAccuracy,
            average.decay(),
            average.weight());
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
