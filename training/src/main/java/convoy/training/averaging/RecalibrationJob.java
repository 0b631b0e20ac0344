// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.normalization.BatchNormLayout;
import convoy.training.normalization.ChannelMoments;
import convoy.training.replica.BlockMoments;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The Spark job that gives averaged parameters the running statistics of batch normalization that
 * belong to them (Izmailov et al., Averaging Weights Leads to Wider Optima and Better
 * Generalization, 2018): no network ever had those parameters, so none has gathered statistics
 * under them, and an average of statistics describes nothing.
 *
 * <p>Training images go forward as in training, each layer normalizing by the minibatch, but
 * without augmentation and dropout; so one pass gives every layer the inputs that it is to expect.
 * Their means and variances are merged in double precision, minibatch by minibatch and worker by
 * worker in their order: the result depends on the number of workers, not on that of executors.
 */
public final class RecalibrationJob {
  /** Images in a minibatch, by whose statistics the layers normalize. */
  public static final int MINIBATCH = 128;

  /** Images that say enough, in all: a mean is known to less than a hundredth of a deviation. */
  private static final int ENOUGH = 20_000;

  private RecalibrationJob() {}

  /** How many images of each worker say enough. */
  public static int imagesOfEach(int workers) {
    return (ENOUGH + workers - 1) / workers;
  }

  /**
   * Computes the running statistics anew.
   *
   * @param blocks of the training split, one a worker, of {@link #imagesOfEach} images at most
   * @param spec of the network that the parameters belong to, with minibatches of {@link
   *     #MINIBATCH}
   * @param parameters sets of them, flat; not changed
   * @return the same sets with other running statistics; the same objects where the network has
   *     none
   * @throws IllegalStateException if there is no image
   */
  public static List<float[]> run(
      JavaSparkContext spark,
      JavaRDD<ImageBlock> blocks,
      ReplicaSpec spec,
      List<float[]> parameters) {
    BatchNormLayout layout = Replica.batchNorm(spec);
    return layout.isEmpty()
        ? parameters
        : recalibrated(layout, parameters, moments(spark, blocks, spec, parameters));
  }

  /** By worker, set of parameters and layer. */
  private static List<List<List<ChannelMoments>>> moments(
      JavaSparkContext spark,
      JavaRDD<ImageBlock> blocks,
      ReplicaSpec spec,
      List<float[]> parameters) {
    Broadcast<ReplicaSpec> network = spark.broadcast(spec);
    Broadcast<List<float[]>> sets = spark.broadcast(parameters);
    try {
      return blocks.map(block -> BlockMoments.of(network.value(), sets.value(), block)).collect();
    } finally {
      Release.broadcast(sets);
      Release.broadcast(network);
    }
  }

  private static List<float[]> recalibrated(
      BatchNormLayout layout, List<float[]> parameters, List<List<List<ChannelMoments>>> moments) {
    List<float[]> recalibrated = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      int set = i;
      List<ChannelMoments> merged =
          moments.stream().map(worker -> worker.get(set)).reduce(BlockMoments::merge).orElseThrow();
      float[] vector = parameters.get(set).clone();
      for (int layer = 0; layer < merged.size(); layer++) {
        merged.get(layer).write(vector, layout.layers().get(layer));
      }
      recalibrated.add(vector);
    }
    return recalibrated;
  }
}
