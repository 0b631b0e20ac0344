// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.teacher.SoftLabels;
import convoy.pipeline.config.StatisticsConfig;
import convoy.pipeline.folder.Provenance;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.TestReadings;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Credentials;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.shard.MinibatchCut;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.Statistics;
import convoy.preprocessing.statistics.StatisticsFolder;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.checkpoint.CheckpointInfo.TrainedOn;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a run learns from: shards, the statistics of their training split, and what a teacher says
 * of it.
 *
 * @param identity of shards and statistics, as checkpoints name it
 * @param softLabels of the training split; empty where there is no teacher
 */
public record Inputs(
    Path shardPath,
    Path statisticsPath,
    ShardFolder shards,
    Statistics statistics,
    TrainedOn identity,
    Optional<SoftLabels> softLabels) {
  /**
   * Opens both.
   *
   * @throws BadInputException if one is missing or damaged, or the statistics are of another
   *     training split
   */
  public static Inputs open(Path shardPath, Path statisticsPath, Configuration hadoop)
      throws IOException {
    ShardFolder shards = ShardFolder.open(shardPath, hadoop);
    StatisticsFolder folder = new StatisticsFolder(statisticsPath, hadoop);
    Statistics statistics = folder.read();
    String seen = statistics.splitDigest();
    String expected = shards.manifest().split(Split.TRAIN).digest();
    if (!seen.equals(expected)) {
      throw new BadInputException(
          "statistics %s are of another training split (digest %.12s...) than the shards %s (%.12s...);"
                  .formatted(statisticsPath, seen, shardPath, expected)
              + " compute them again with: convoy stats");
    }
    return new Inputs(
        shardPath,
        statisticsPath,
        shards,
        statistics,
        new TrainedOn(seen, shards.manifest().origin().seed(), folder.digest()),
        Optional.empty());
  }

  /** The same with a teacher. */
  Inputs taughtBy(SoftLabels teacher) {
    return new Inputs(
        shardPath, statisticsPath, shards, statistics, identity, Optional.of(teacher));
  }

  /**
   * Refuses what was trained on other images, or sees them otherwise: its answers could not stand
   * beside those of a run on these.
   *
   * @param run that has the other inputs, as it was given
   * @throws BadInputException if the training or validation splits differ, or the images' shapes
   */
  void requireSameImages(Inputs other, String run) {
    for (Split split : Split.values()) {
      if (split != Split.TEST && !digest(split).equals(other.digest(split))) {
        throw new BadInputException(
            "%s has another %s split than %s; they cannot be judged together"
                .formatted(run, split.code(), shardPath));
      }
    }
    if (!statistics.shape().equals(other.statistics.shape())) {
      throw new BadInputException(
          "%s sees images of %s, not of %s; they cannot be judged together"
              .formatted(run, other.statistics.shape(), statistics.shape()));
    }
  }

  private String digest(Split split) {
    return shards.manifest().has(split) ? shards.manifest().split(split).digest() : "";
  }

  /** The setting imageSize that the statistics were made with. */
  public int imageSize() {
    return statistics.shape().equals(shards.manifest().shape()) ? 0 : statistics.shape().height();
  }

  /** The settings statistics.* that the statistics were made with. */
  public StatisticsConfig statisticsConfig() {
    return StatisticsConfig.of(statistics.hasCovariance(), statistics.components().count());
  }

  /**
   * The images of a split as the statistics saw those of the training split.
   *
   * @throws IllegalArgumentException for the test split, which {@link #testBlocks} opens
   */
  JavaRDD<ImageBlock> blocks(JavaSparkContext spark, Split split, int parts) {
    requireNotTest(split);
    return shards.blocks(spark, split, parts, statistics.shape());
  }

  /** The images to train on, a block for each worker, with what a teacher says of them. */
  JavaRDD<ImageBlock> blocksToTrain(JavaSparkContext spark, int workers) {
    JavaRDD<ImageBlock> blocks = blocks(spark, Split.TRAIN, workers);
    return softLabels.map(labels -> labels.beside(spark, blocks)).orElse(blocks);
  }

  private static void requireNotTest(Split split) {
    if (split == Split.TEST) {
      throw new IllegalArgumentException("the test split is read once that is on record");
    }
  }

  /**
   * The same in blocks that are decoded as they are asked for.
   *
   * @throws IllegalArgumentException as {@link #blocks(JavaSparkContext, Split, int)} does
   */
  JavaRDD<ImageBlock> blocks(JavaSparkContext spark, Split split, MinibatchCut cut) {
    requireNotTest(split);
    return shards.blocks(spark, split, statistics.shape(), cut);
  }

  /** The images of the test split, whose reading is on record. */
  JavaRDD<ImageBlock> testBlocks(
      JavaSparkContext spark, TestReadings.Reading reading, MinibatchCut cut) {
    String digest = shards.manifest().split(Split.TEST).digest();
    if (!reading.splitDigest().equals(digest)) {
      throw new IllegalArgumentException("another test split than that of " + reading);
    }
    return shards.blocks(spark, Split.TEST, statistics.shape(), cut);
  }

  /**
   * Some images of a split.
   *
   * @throws IllegalArgumentException as {@link #blocks(JavaSparkContext, Split, int)} does
   */
  List<LabelledImage> images(JavaSparkContext spark, Split split, List<Long> keys) {
    requireNotTest(split);
    return shards.images(spark, split, statistics.shape(), keys);
  }

  /** The first images of each part of a split, as the statistics saw them. */
  JavaRDD<ImageBlock> firstBlocks(JavaSparkContext spark, Split split, int parts, int most) {
    return shards.firstBlocks(spark, split, parts, statistics.shape(), most);
  }

  /**
   * Opens what a run says it was trained on.
   *
   * @throws BadInputException as {@link #open} does, or if the run has not been trained
   */
  public static Inputs of(RunFolder run) throws IOException {
    return open(place(run, "shards"), place(run, "statistics"), run.hadoop());
  }

  /** Where a run says that its shards or statistics are. */
  static Path place(RunFolder run, String what) throws IOException {
    Map<String, Object> provenance =
        Provenance.read(run)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s has not been trained yet: it has no %s"
                            .formatted(run.path(), run.provenance().getName())));
    if (provenance.get(what) instanceof String place && !place.isBlank()) {
      Credentials.requireThere(place);
      return new Path(run.path(), place);
    }
    throw new BadInputException(
        "%s does not say where the %s are that the run was trained on: \"%s\" is %s there, not a path"
            .formatted(run.provenance(), what, what, provenance.get(what)));
  }

  /**
   * Refuses a checkpoint that was trained on another training split than that of some shards.
   *
   * @param what it is of, to begin the message with
   * @param because to end the message with: what is wrong with that, or what to do
   * @throws BadInputException if it was
   */
  static void requireSameSplit(
      String what, CheckpointInfo checkpoint, ShardFolder shards, String because) {
    String seen = checkpoint.data().splitDigest();
    String given = shards.manifest().split(Split.TRAIN).digest();
    if (!seen.equals(given)) {
      throw new BadInputException(
          "%s was trained on another training split (digest %.12s...) than that of the shards %s (%.12s...)%s"
              .formatted(what, seen, shards.path(), given, because));
    }
  }

  /**
   * Refuses a checkpoint that was trained on something else.
   *
   * @throws BadInputException if the shapes of the images, the digests of the training splits or of
   *     the statistics differ
   */
  void requireTrained(CheckpointInfo checkpoint) {
    requireSameSplit("the run", checkpoint, shards, "");
    new RunStatistics(statisticsPath, statistics, identity.statisticsDigest())
        .requireTrained(checkpoint);
  }

  /**
   * Refuses to go on from a checkpoint that saw its examples in another order, as shards of another
   * seed have them, beside what {@link #requireTrained} refuses.
   *
   * @throws BadInputException if it did
   */
  void requireSameOrder(CheckpointInfo checkpoint) {
    requireTrained(checkpoint);
    if (checkpoint.data().orderSeed() != identity.orderSeed()) {
      throw new BadInputException(
          "the run was trained on shards of seed %s, and those in %s are of seed %s; going on would not be the same run"
              .formatted(checkpoint.data().orderSeed(), shardPath, identity.orderSeed()));
    }
  }
}
