// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.config.TrainConfig;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.shard.Manifest;
import convoy.preprocessing.statistics.Statistics;
import convoy.preprocessing.transform.PreprocessSpecification;
import convoy.preprocessing.transform.Preprocessor;
import convoy.preprocessing.transform.Preprocessors;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.model.GradientClipping;
import convoy.training.model.ModelSettings;
import convoy.training.model.Models;
import convoy.training.model.NetworkSize;
import convoy.training.model.Optimization;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Puts together what replicas are built from: model, transform and seeds. */
final class Networks {
  /** For networks that are only asked for answers. */
  private static final Optimization UNTRAINED = new Optimization(0, 0, new GradientClipping.None());

  private Networks() {}

  /** The model of a configuration, fed with what the preprocessor makes of the images. */
  static ModelSettings settings(ConvoyConfig config, Inputs inputs, Preprocessor preprocessor) {
    return new ModelSettings(
        config.model().name(),
        config.model().hidden(),
        config.model().dropout(),
        config.model().l2(),
        config.model().batchNorm(),
        preprocessor.outputShape(inputs.statistics().shape()),
        inputs.shards().manifest().classNames());
  }

  /**
   * Refuses a model that cannot learn from what the preprocessor leaves, a preprocessor that cannot
   * be fitted on what the statistics are to have, and augmentation of what are no images, before
   * anything is read.
   *
   * @param elements what the values of the examples are
   * @throws convoy.preprocessing.BadInputException if there is such a mismatch
   */
  static void check(ConvoyConfig config, ElementType elements) {
    PreprocessSpecification preprocess = PreprocessSpecification.parse(config.preprocess());
    if (elements == ElementType.FLOAT32 || preprocess.reducesToComponents()) {
      Models.requireImages(config.model().name(), new ImageShape(1, 1, 1));
    }
    config.statistics().requireFor(preprocess);
    config.train().augmentations().requireFits(elements);
    if (config.train().distillation().isPresent()) {
      Models.requireProbabilities(config.model().name());
    }
  }

  /**
   * Refuses what holds one class alone: there is nothing to tell it from.
   *
   * @param classes that have images to train on
   * @param where they are, for the message
   * @throws convoy.preprocessing.BadInputException if there are less than two
   */
  static void requireClasses(List<String> classes, String where) {
    if (classes.size() < 2) {
      throw new BadInputException(
          "%s has one class, '%s', and a network learns to tell two or more apart; give it a folder of images for each class"
              .formatted(where, String.join("", classes)));
    }
  }

  /**
   * Fits what is put before the network, to see that it can be.
   *
   * @throws convoy.preprocessing.BadInputException if model, transforms, augmentation and images do
   *     not suit each other, or the model is too large for a checkpoint
   */
  static void fit(ConvoyConfig config, Inputs inputs) {
    Manifest manifest = inputs.shards().manifest();
    List<Long> counts = manifest.split(Split.TRAIN).classHistogram();
    requireClasses(
        IntStream.range(0, counts.size())
            .filter(label -> counts.get(label) > 0)
            .mapToObj(manifest.classNames()::get)
            .toList(),
        "the training split of " + inputs.shardPath());
    check(config, inputs.statistics().elements());
    Preprocessor preprocessor = Preprocessors.fit(config.preprocess(), inputs.statistics());
    ModelSettings model = settings(config, inputs, preprocessor);
    Checkpoints.requireHeld(
        NetworkSize.of(Models.configuration(model, optimization(config.train()), config.seed())));
    AugmentPlan.of(config.train().augmentations(), inputs.statistics());
  }

  /** The network of a training, as its checkpoints hold it. */
  static ReplicaSpec toTrain(ConvoyConfig config, Inputs inputs) {
    Preprocessor preprocessor = Preprocessors.fit(config.preprocess(), inputs.statistics());
    return spec(
        settings(config, inputs, preprocessor),
        optimization(config.train()),
        AugmentPlan.of(config.train().augmentations(), inputs.statistics()),
        preprocessor,
        inputs.statistics().shape(),
        config.train().batch(),
        config.train().updaterStatePolicy(),
        config.seed());
  }

  /**
   * The replicas that train that network: the same where there is no teacher. A student's have
   * another loss, and nothing else of another kind.
   */
  static ReplicaSpec toLearn(ConvoyConfig config, Inputs inputs, ReplicaSpec network) {
    return config
        .train()
        .distillation()
        .map(
            loss ->
                Models.student(
                    settings(config, inputs, network.preprocessor()),
                    optimization(config.train()),
                    config.seed(),
                    loss))
        .map(student -> network.taught(student.toJson()))
        .orElse(network);
  }

  private static Optimization optimization(TrainConfig train) {
    return new Optimization(train.learningRate().initial(), train.momentum(), train.clipping());
  }

  /** The network of a checkpoint. */
  static ReplicaSpec toEvaluate(CheckpointInfo checkpoint, Statistics statistics, int batch) {
    return spec(
        checkpoint.model(),
        UNTRAINED,
        AugmentPlan.NONE,
        Preprocessors.fit(checkpoint.preprocess(), statistics),
        statistics.shape(),
        batch,
        UpdaterStatePolicy.RESET,
        checkpoint.seed());
  }

  private static ReplicaSpec spec(
      ModelSettings model,
      Optimization optimization,
      AugmentPlan augment,
      Preprocessor preprocessor,
      ImageShape image,
      int batch,
      UpdaterStatePolicy updaterState,
      long seed) {
    return new ReplicaSpec(
        UUID.randomUUID().toString(),
        Models.configuration(model, optimization, seed).toJson(),
        augment,
        preprocessor,
        image,
        model.classes(),
        batch,
        updaterState,
        seed);
  }
}
