// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.shard.ShardFolder;
import java.util.Iterator;
import java.util.List;
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
   * @param shape in which the images are seen
   * @param parts in which the executors read it; the result does not depend on them
   * @throws convoy.preprocessing.BadInputException if there are no training examples, or the images
   *     are too large
   */
  public static Statistics run(
      JavaSparkContext spark, ShardFolder shards, ImageShape shape, int parts) {
    PixelSums sums =
        shards
            .images(spark, Split.TRAIN, parts, shape)
            .mapPartitions(images -> List.of(sums(shape, images)).iterator())
            .treeReduce(PixelSums::merge);
    return Statistics.of(sums, shards.manifest().split(Split.TRAIN).digest());
  }

  private static PixelSums sums(ImageShape shape, Iterator<LabelledImage> images) {
    PixelSums sums = PixelSums.zero(shape);
    images.forEachRemaining(image -> sums.add(image.pixels()));
    return sums;
  }
}
