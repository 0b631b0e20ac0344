// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.neighbours.FloatVectors;
import convoy.evaluation.neighbours.FoldResults;
import convoy.evaluation.neighbours.NeighboursJob;
import convoy.evaluation.neighbours.NeighboursResult;
import convoy.evaluation.neighbours.NeighboursSettings;
import convoy.evaluation.neighbours.Vectors;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.transform.Preprocessors;
import java.io.IOException;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Classifies by nearest neighbours in the training split, whose examples are compared as they are
 * in the shards or as statistics preprocess them. The test split is not read.
 */
public final class NeighboursPhase {
  private static final CountProgress.Words COMPARED =
      new CountProgress.Words("knn", "compared", "queries");

  private final JavaSparkContext spark;
  private final ShardFolder shards;
  private final Function<Split, JavaRDD<Vectors>> examples;

  private NeighboursPhase(
      JavaSparkContext spark, ShardFolder shards, Function<Split, JavaRDD<Vectors>> examples) {
    this.spark = spark;
    this.shards = shards;
    this.examples = examples;
  }

  /** Compares raw values: the pixels, as bytes. */
  public static NeighboursPhase ofPixels(JavaSparkContext spark, ShardFolder shards) {
    int parts = ClusterSession.taskSlots(spark);
    return new NeighboursPhase(
        spark,
        shards,
        split -> shards.blocks(spark, split, parts, shards.shape(0)).map(Vectors::of));
  }

  /**
   * Compares preprocessed values.
   *
   * @param steps the setting preprocess
   * @throws BadInputException if the statistics are missing, damaged or of another training split,
   *     or do not have what the steps need
   */
  public static NeighboursPhase ofPreprocessed(
      JavaSparkContext spark, ShardFolder shards, Path statistics, String steps)
      throws IOException {
    int parts = ClusterSession.taskSlots(spark);
    Inputs inputs = Inputs.open(shards.path(), statistics, spark.hadoopConfiguration());
    var preprocessor = Preprocessors.fit(steps, inputs.statistics());
    return new NeighboursPhase(
        spark,
        shards,
        split -> {
          JavaRDD<ImageBlock> blocks = inputs.blocks(spark, split, parts);
          return blocks.map(block -> FloatVectors.of(block, preprocessor));
        });
  }

  /** How many classes the examples have. */
  public int classes() {
    return shards.manifest().classNames().size();
  }

  /**
   * Classifies the validation split.
   *
   * @throws BadInputException if there is none, or a shard does not match its manifest
   */
  public NeighboursResult validate(NeighboursSettings settings) {
    shards.verify(spark, Split.TRAIN);
    shards.verify(spark, Split.VALIDATION);
    JavaRDD<Vectors> training = examples.apply(Split.TRAIN);
    JavaRDD<Vectors> queries = examples.apply(Split.VALIDATION);
    try (CountProgress progress = new CountProgress(COMPARED, count(Split.VALIDATION))) {
      return NeighboursJob.run(training, queries, settings, progress::to);
    }
  }

  /**
   * Cross-validates on the training split.
   *
   * @throws BadInputException if it has fewer examples than folds, or a shard does not match its
   *     manifest
   */
  public FoldResults crossValidate(int folds, NeighboursSettings settings) {
    long count = count(Split.TRAIN);
    if (folds > count) {
      throw new BadInputException(
          "%d training examples do not fall into %d folds".formatted(count, folds));
    }
    shards.verify(spark, Split.TRAIN);
    JavaRDD<Vectors> training = examples.apply(Split.TRAIN);
    try (CountProgress progress = new CountProgress(COMPARED, count)) {
      return NeighboursJob.crossValidate(training, folds, settings, progress::to);
    }
  }

  private long count(Split split) {
    return shards.manifest().split(split).count();
  }
}
