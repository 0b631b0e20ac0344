// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.neighbours.FloatVectors;
import convoy.evaluation.neighbours.FoldResults;
import convoy.evaluation.neighbours.NeighboursJob;
import convoy.evaluation.neighbours.NeighboursResult;
import convoy.evaluation.neighbours.NeighboursSettings;
import convoy.evaluation.neighbours.Vectors;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.session.ClusterSession;
import convoy.pipeline.session.CountProgress;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.MinibatchCut;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.transform.Preprocessors;
import java.io.IOException;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies by nearest neighbours in the training split, whose examples are compared as they are
 * in the shards, as statistics preprocess them, or by the codes that a network computes of them.
 * The test split is not read. To be closed when done.
 */
public final class NeighboursPhase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NeighboursPhase.class);

  /** In a block, for which there is memory twice while it is made. */
  private static final long VALUES_AT_ONCE = 1 << 27;

  private static final CountProgress.Words COMPARED =
      new CountProgress.Words("knn", "compared", "queries");

  private final JavaSparkContext spark;
  private final ShardFolder shards;
  private final ComparedExamples examples;

  private NeighboursPhase(JavaSparkContext spark, ShardFolder shards, ComparedExamples examples) {
    this.spark = spark;
    this.shards = shards;
    this.examples = examples;
  }

  /** What needs no network, and is made anew whenever it is asked for. */
  private record Values(String name, Function<Split, JavaRDD<Vectors>> examples)
      implements ComparedExamples {
    @Override
    public JavaRDD<Vectors> of(Split split) {
      return examples.apply(split);
    }

    /** The values of the shards. */
    static String raw(ShardFolder shards) {
      return shards.manifest().elements() == ElementType.UINT8 ? "pixels" : "features";
    }
  }

  /**
   * Whose codes are compared.
   *
   * @param config of the run
   * @param member by the name that an evaluation gives it
   */
  public record Network(RunFolder run, ConvoyConfig config, String member) {}

  /** Compares raw values: the pixels, as bytes. */
  public static NeighboursPhase ofPixels(JavaSparkContext spark, ShardFolder shards) {
    ImageShape shape = shards.shape(0);
    return new NeighboursPhase(
        spark,
        shards,
        new Values(
            Values.raw(shards),
            split ->
                shards
                    .blocks(spark, split, shape, cut(spark, shards, split, shape))
                    .map(Vectors::of)));
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
    Inputs inputs = Inputs.open(shards.path(), statistics, spark.hadoopConfiguration());
    var preprocessor = Preprocessors.fit(steps, inputs.statistics());
    return new NeighboursPhase(
        spark,
        shards,
        new Values(
            "%s preprocessed by %s".formatted(Values.raw(shards), steps),
            split -> {
              ImageShape shape = inputs.statistics().shape();
              JavaRDD<ImageBlock> blocks =
                  inputs.blocks(spark, split, cut(spark, shards, split, shape));
              return blocks.map(block -> FloatVectors.of(block, preprocessor));
            }));
  }

  /** As many blocks for each task slot, of whole minibatches, and none larger than is good. */
  private static MinibatchCut cut(
      JavaSparkContext spark, ShardFolder shards, Split split, ImageShape shape) {
    long values = shards.manifest().split(split).count() * shape.size();
    int slots = ClusterSession.taskSlots(spark);
    int turns = (int) (values / (slots * VALUES_AT_ONCE) + 1);
    int minibatches = (int) Math.max(1, VALUES_AT_ONCE / shape.size() / FloatVectors.BATCH);
    return new MinibatchCut(
        Math.multiplyExact(slots, turns), FloatVectors.BATCH, minibatches * FloatVectors.BATCH);
  }

  /**
   * Compares the codes of a trained network: what its output layer takes (course notes CS231n,
   * "Transfer Learning").
   *
   * @throws BadInputException if the run has no such member, or one that has no codes or several;
   *     or if it was trained on another training split than that of the shards
   */
  public static NeighboursPhase ofCodes(JavaSparkContext spark, ShardFolder shards, Network network)
      throws IOException {
    return new NeighboursPhase(spark, shards, NetworkCodes.open(spark, shards, network));
  }

  /** What is compared, for people, for example {@code pixels}. */
  public String compared() {
    return examples.name();
  }

  /** Whether that was made by a network, which has learnt the labels of the training split. */
  public boolean learnt() {
    return examples.learnt();
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
    JavaRDD<Vectors> training = examples.of(Split.TRAIN);
    JavaRDD<Vectors> queries = examples.of(Split.VALIDATION);
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
          "%s training examples do not fall into %s folds".formatted(count, folds));
    }
    if (examples.learnt()) {
      LOG.warn(
          "the network has learnt the labels of every fold, so that the accuracies are too high; without folds, k is chosen on the validation split");
    }
    shards.verify(spark, Split.TRAIN);
    JavaRDD<Vectors> training = examples.of(Split.TRAIN);
    try (CountProgress progress = new CountProgress(COMPARED, count)) {
      return NeighboursJob.crossValidate(training, folds, settings, progress::to);
    }
  }

  private long count(Split split) {
    return shards.manifest().split(split).count();
  }

  @Override
  public void close() {
    examples.close();
  }
}
