// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.shard.ShardFolder;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The Spark job behind {@code convoy stats}: one pass over the training split, and no way to ask it
 * for another split.
 */
public final class StatisticsJob {
  private StatisticsJob() {}

  /**
   * Computes the statistics of the training split.
   *
   * @param parts in which the executors read it; the result does not depend on them
   * @throws convoy.preprocessing.BadInputException if there are no training examples, or the images
   *     are too large
   */
  public static Statistics run(JavaSparkContext spark, ShardFolder shards, int parts) {
    PixelSums sums =
        shards
            .blocks(spark, Split.TRAIN, parts)
            .map(StatisticsJob::sums)
            .treeReduce(PixelSums::merge);
    return Statistics.of(sums, shards.manifest().split(Split.TRAIN).digest());
  }

  private static PixelSums sums(ImageBlock block) {
    PixelSums sums = PixelSums.zero(block.shape());
    byte[] image = new byte[block.shape().size()];
    for (int i = 0; i < block.count(); i++) {
      System.arraycopy(block.pixels(), i * image.length, image, 0, image.length);
      sums.add(image);
    }
    return sums;
  }
}
