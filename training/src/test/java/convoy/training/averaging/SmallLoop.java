// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.transform.Centring;
import convoy.preprocessing.transform.Chain;
import convoy.preprocessing.transform.Preprocessor;
import convoy.preprocessing.transform.Scaling;
import convoy.training.LocalSpark;
import convoy.training.RandomImages;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Loops over small networks and images of noise, in Spark's local mode. */
final class SmallLoop {
  static final ImageShape SHAPE = new ImageShape(3, 8, 8);
  static final int CLASSES = 4;
  static final long SEED = 11;
  static final LearningRate DROPPING = new LearningRate.StepDecay(0.01, 0.5, 5);
  static final LearningRate CONSTANT = new LearningRate.Constant(0.01);
  static final Preprocessor CENTRED = centred();

  /** Three workers, the last with a single image. */
  static final List<ImageBlock> UNEQUAL =
      List.of(
          RandomImages.block(3, 50, SHAPE, CLASSES),
          RandomImages.block(4, 33, SHAPE, CLASSES),
          RandomImages.block(5, 1, SHAPE, CLASSES));

  /** Collects what the loop says. */
  static final class Heard implements TrainingListener {
    final List<RoundEnd> ends = new ArrayList<>();

    @Override
    public void roundEnded(RoundEnd end) {
      ends.add(end);
    }

    List<RoundRecord> rounds() {
      return ends.stream().map(RoundEnd::record).toList();
    }
  }

  private static Preprocessor centred() {
    return Chain.of(
        new Centring(SHAPE.size(), new float[] {128}), new Scaling(SHAPE.size(), new float[] {64}));
  }

  static ReplicaSpec spec(String model, double dropout, double momentum, int batch) {
    return spec(model, dropout, momentum, batch, UpdaterStatePolicy.AVERAGE);
  }

  static ReplicaSpec spec(
      String model, double dropout, double momentum, int batch, UpdaterStatePolicy policy) {
    boolean norm = model.equals("batch-norm");
    ModelSettings settings =
        new ModelSettings(
            norm ? "convnet" : model, 16, dropout, 1e-3, norm, SHAPE, List.of("a", "b", "c", "d"));
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(
                settings, new Optimization(0.01, momentum, new GradientClipping.None()), SEED)
            .toJson(),
        AugmentPlan.NONE,
        CENTRED,
        SHAPE,
        CLASSES,
        batch,
        policy,
        SEED);
  }

  /** Plain averaging every H steps, validated and stopped by epochs. */
  static TrainingPlan plan(
      List<ImageBlock> blocks, ReplicaSpec spec, LearningRate rate, int every, int epochs) {
    return plan(
        blocks,
        spec,
        rate,
        new SyncSchedule.Every(every),
        new OuterOptimizer.Average(),
        new Trigger.MaxEpochs(epochs));
  }

  static TrainingPlan plan(
      List<ImageBlock> blocks,
      ReplicaSpec spec,
      LearningRate rate,
      SyncSchedule sync,
      OuterOptimizer outer,
      Trigger stop) {
    return new TrainingPlan(
        blocks.stream().map(block -> (long) block.count()).toList(),
        spec.batch(),
        rate,
        Plateau.NONE,
        sync,
        outer,
        100,
        Sampling.steps(4),
        new Trigger.Epochs(1),
        stop);
  }

  static TrainingState start(ReplicaSpec spec, int workers) {
    try (Replica initial = new Replica(spec)) {
      return TrainingState.start(
          initial.parameters(), new ParameterAverages.Settings(0.9, 2, 2), workers);
    }
  }

  static TrainingState train(
      ReplicaSpec spec, List<ImageBlock> blocks, TrainingPlan plan, Heard heard) {
    return train(spec, blocks, plan, start(spec, blocks.size()), heard);
  }

  static TrainingState train(
      ReplicaSpec spec,
      List<ImageBlock> blocks,
      TrainingPlan plan,
      TrainingState start,
      TrainingListener heard) {
    var rdd = LocalSpark.context().parallelize(blocks, blocks.size());
    try (Workers workers = new Workers(LocalSpark.context(), rdd, spec)) {
      return new AveragingLoop(workers, plan, parameters -> new Validation(0.5, 1), heard)
          .run(start);
    }
  }

  private SmallLoop() {}
}
