// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.Split;
import convoy.preprocessing.job.Release;
import convoy.preprocessing.shard.LabelledImage;
import convoy.preprocessing.shard.ShardFolder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;

/**
 * MLlib's covariance and principal components of a sample of the training split. Its rows lie in
 * memory before anything is timed; Convoy's are read from shards while they are.
 */
final class MllibPeer {
  private static final int WARM_UP_ROWS = 64;

  private final JavaSparkContext spark;
  private final ShardFolder shards;

  MllibPeer(JavaSparkContext spark, ShardFolder shards) {
    this.spark = spark;
    this.shards = shards;
  }

  /**
   * One sample.
   *
   * @param componentsSeconds for the principal components and the covariance that they are found
   *     from; NaN if they were not asked for
   */
  record Timed(long rows, double covarianceSeconds, double componentsSeconds) {}

  /**
   * What was measured.
   *
   * @param rows of the sample
   * @param covarianceSeconds for these rows
   * @param secondsARow the slope between a quarter of the rows and all of them
   * @param componentsSeconds for the principal components beyond their covariance; NaN if they were
   *     not asked for
   */
  record Measured(
      int rows, double covarianceSeconds, double secondsARow, double componentsSeconds) {
    /** From a quarter of the rows and all of them; noise never makes a time negative. */
    static Measured of(Timed quarter, Timed all) {
      double more = Math.max(0, all.covarianceSeconds - quarter.covarianceSeconds);
      double beyond = all.componentsSeconds - all.covarianceSeconds;
      return new Measured(
          (int) all.rows,
          all.covarianceSeconds,
          more / Math.max(1, all.rows - quarter.rows),
          Math.max(0, beyond)); // NaN stays NaN
    }

    /**
     * The covariance of more rows: what does not depend on their number, which is done once on the
     * driver, is not scaled.
     */
    double covarianceSeconds(long count) {
      return covarianceSeconds + secondsARow * (count - rows);
    }
  }

  /**
   * Measures each once, after a warm-up of the covariance.
   *
   * @param rows of the sample; fewer if the split has fewer
   */
  Measured measure(int rows, boolean components) {
    time(WARM_UP_ROWS, false);
    Timed quarter = time(Math.max(1, rows / 4), false);
    return Measured.of(quarter, time(rows, components));
  }

  private static double covarianceSeconds(RowMatrix matrix) {
    return Stopwatch.seconds(matrix::computeCovariance);
  }

  private static double componentsSeconds(RowMatrix matrix) {
    int all = (int) matrix.numCols();
    return Stopwatch.seconds(() -> matrix.computePrincipalComponents(all));
  }

  /** Times a sample of so many rows, which lie in memory meanwhile. */
  private Timed time(int rows, boolean components) {
    int parts = ClusterSession.taskSlots(spark);
    int rowsAPart = (rows + parts - 1) / parts;
    JavaRDD<Vector> vectors =
        shards
            .images(spark, Split.TRAIN, parts, shards.shape(0))
            .mapPartitions(images -> vectors(images, rowsAPart))
            .cache();
    try {
      long count = vectors.count();
      RowMatrix matrix = new RowMatrix(vectors.rdd());
      return new Timed(
          count, covarianceSeconds(matrix), components ? componentsSeconds(matrix) : Double.NaN);
    } finally {
      Release.blocks(vectors);
    }
  }

  private static Iterator<Vector> vectors(Iterator<LabelledImage> images, int most) {
    List<Vector> vectors = new ArrayList<>();
    while (vectors.size() < most && images.hasNext()) {
      byte[] pixels = images.next().pixels();
      double[] row = new double[pixels.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = Byte.toUnsignedInt(pixels[i]);
      }
      vectors.add(Vectors.dense(row));
    }
    return vectors.iterator();
  }
}
