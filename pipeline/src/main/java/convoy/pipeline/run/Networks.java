// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConvoyConfig;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.statistics.Statistics;
import convoy.preprocessing.transform.Preprocessors;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.Optimization;
import convoy.training.replica.ReplicaSpec;
import java.util.UUID;

/** Puts together what replicas are built from: model, transform and seeds. */
final class Networks {
  /** For networks that are only asked for answers. */
  private static final Optimization UNTRAINED = new Optimization(0, 1, 0, 0);

  private Networks() {}

  static ModelSettings settings(ConvoyConfig config, Inputs inputs) {
    return new ModelSettings(
        config.model().name(),
        config.model().hidden(),
        config.model().dropout(),
        config.model().l2(),
        inputs.statistics().shape(),
        inputs.shards().manifest().classNames());
  }

  /** The replicas of a training. */
  static ReplicaSpec toTrain(ConvoyConfig config, Inputs inputs, Optimization optimization) {
    ModelSettings model = settings(config, inputs);
    return spec(
        model,
        optimization,
        AugmentPlan.of(config.train().augmentations(), inputs.statistics()),
        config.preprocess(),
        inputs.statistics(),
        config.train().batch(),
        config.seed());
  }

  /** The network of a checkpoint. */
  static ReplicaSpec toEvaluate(CheckpointInfo checkpoint, Statistics statistics, int batch) {
    return spec(
        checkpoint.model(),
        UNTRAINED,
        AugmentPlan.NONE,
        checkpoint.preprocess(),
        statistics,
        batch,
        checkpoint.seed());
  }

  private static ReplicaSpec spec(
      ModelSettings model,
      Optimization optimization,
      AugmentPlan augment,
      String preprocess,
      Statistics statistics,
      int batch,
      long seed) {
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(model, optimization, seed).toJson(),
        augment,
        Preprocessors.fit(preprocess, statistics),
        model.input(),
        model.classes(),
        batch,
        seed);
  }
}
