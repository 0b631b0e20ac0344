// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.preprocessing.augment.View;
import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.MinibatchCut;
import convoy.training.replica.ReplicaSpec;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/**
 * What every set of parameters says of every example of a split. It is computed in one pass, when
 * it is first asked for, and kept on the executors until it is closed, unless it is asked for once
 * alone: whatever is then counted of members, ensembles and pairs needs neither images nor
 * networks.
 */
public final class Predictions implements AutoCloseable {
  /** Preprocessed images that are in memory at once take this many bytes, or one minibatch. */
  private static final int BYTES_AT_ONCE = 1 << 26;

  private final AskedNetworks networks;
  private final JavaRDD<PredictionBlock> blocks;
  private final int classes;

  private Predictions(AskedNetworks networks, JavaRDD<ImageBlock> images, int classes) {
    this.networks = networks;
    this.classes = classes;
    PredictionTask task = networks.task();
    this.blocks = images.map(task::predict);
  }

  /**
   * The predictions of some networks.
   *
   * @param images of the split, in blocks that fit in memory one by one; {@link #imagesAtOnce} says
   *     how many are sensible
   * @param networks at least one, all of the same classes
   * @param views in which images are seen, at least one; the first is the image as it is
   * @throws IllegalArgumentException if there is no network, or their classes differ in number
   */
  public static Predictions of(
      JavaSparkContext spark,
      JavaRDD<ImageBlock> images,
      List<ParameterSets> networks,
      List<View> views) {
    Predictions predictions = toAskOnce(spark, images, networks, views);
    predictions.blocks.persist(StorageLevel.MEMORY_AND_DISK());
    return predictions;
  }

  /**
   * The same for one job alone: nothing is kept, so that a second one would compute all of it
   * again.
   *
   * @throws IllegalArgumentException as {@link #of} does
   */
  public static Predictions toAskOnce(
      JavaSparkContext spark,
      JavaRDD<ImageBlock> images,
      List<ParameterSets> networks,
      List<View> views) {
    AskedNetworks asked = AskedNetworks.of(spark, networks, views);
    return new Predictions(asked, images, networks.get(0).spec().classes());
  }

  /** How many images of a split make a good block: whole minibatches, as memory allows. */
  public static int imagesAtOnce(ReplicaSpec spec) {
    int image = Float.BYTES * spec.preprocessor().outputShape(spec.input()).size();
    return Math.max(1, BYTES_AT_ONCE / image / spec.batch()) * spec.batch();
  }

  /**
   * How the images of a split are cut for a network to answer.
   *
   * @param parts partitions, at least 1
   */
  public static MinibatchCut cut(ReplicaSpec spec, int parts) {
    return new MinibatchCut(parts, spec.batch(), imagesAtOnce(spec));
  }

  JavaRDD<PredictionBlock> blocks() {
    return blocks;
  }

  /** Of the softmax. */
  public int classes() {
    return classes;
  }

  /** What a member says, for each block of images {@code [n, classes]}, row by row. */
  public JavaRDD<float[]> of(Member member) {
    return blocks.map(block -> block.of(member));
  }

  /** Lets the executors forget all of it. */
  @Override
  public void close() {
    Release.blocks(blocks);
    networks.close();
  }
}
