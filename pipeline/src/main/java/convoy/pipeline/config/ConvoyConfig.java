// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.shard.Manifest;
import convoy.preprocessing.statistics.StatisticsJob;
import convoy.preprocessing.transform.PreprocessSpecification;

/**
 * Every setting of a run; what each one does is said in {@code reference.conf}. Here and in the
 * records below, a component's name is its key in the file.
 *
 * @param seed every random choice of a run follows from it
 * @param source the data set, for example {@code cifar10:/data/cifar-10-batches-bin}; only its form
 *     as one line of text is checked here
 * @param shard how examples are split and written
 * @param imageSize side, in pixels, that images are cropped to; 0 takes them as they are
 * @param statistics what is computed of the training split
 * @param preprocess the transforms fitted on the training split, as {@link PreprocessSpecification}
 *     says
 * @param model the network
 * @param train how it is trained
 * @param evaluate how it is judged
 */
public record ConvoyConfig(
    long seed,
    String source,
    ShardConfig shard,
    int imageSize,
    StatisticsConfig statistics,
    String preprocess,
    ModelConfig model,
    TrainConfig train,
    EvaluateConfig evaluate) {
  /**
   * Checks the values that are not in a group of their own.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public ConvoyConfig {
    Legal.lineOfText("kind, or kind:details").check("source", source);
    Legal.wholeNumbers(0, 4096, "pixels").check("imageSize", (long) imageSize);
    PreprocessSpecification.parse(preprocess);
  }

  /** What is to be computed of a training split of images of that shape. */
  public StatisticsJob.Components components(ImageShape shape) {
    return statistics.found(seed, shape, PreprocessSpecification.parse(preprocess));
  }

  /** The same settings with another number of workers. */
  public ConvoyConfig withWorkers(int workers) {
    return new ConvoyConfig(
        seed,
        source,
        shard,
        imageSize,
        statistics,
        preprocess,
        model,
        train.withWorkers(workers),
        evaluate);
  }

  /** The same settings for a student of a teacher. */
  public ConvoyConfig taught() {
    return new ConvoyConfig(
        seed, source, shard, imageSize, statistics, preprocess, model, train.taught(), evaluate);
  }

  /**
   * The settings of one member's training, on the shards and statistics of the run.
   *
   * @param memberSeed that the training follows from in the place of the run's own
   */
  public ConvoyConfig ofMember(long memberSeed) {
    return new ConvoyConfig(
        memberSeed,
        source,
        shard,
        imageSize,
        statistics,
        preprocess,
        model,
        train.ofOneMember(),
        evaluate);
  }

  /**
   * The same settings with those of the data as shards that are there already have them.
   *
   * @param origin what the manifest of the shards says of how they were written
   */
  public ConvoyConfig withShards(Manifest.Origin origin) {
    return new ConvoyConfig(
        seed,
        origin.source(),
        shard.of(origin),
        imageSize,
        statistics,
        preprocess,
        model,
        train,
        evaluate);
  }

  /**
   * The same settings with those that statistics which are there already were made with.
   *
   * @param imageSize side of the images in view; 0 for images as they are
   * @param statistics the settings of what was computed
   */
  public ConvoyConfig withStatistics(int imageSize, StatisticsConfig statistics) {
    return new ConvoyConfig(
        seed, source, shard, imageSize, statistics, preprocess, model, train, evaluate);
  }
}
