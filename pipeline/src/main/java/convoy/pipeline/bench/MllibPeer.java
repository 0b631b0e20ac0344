// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.preprocessing.Split;
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
    covarianceSeconds(matrix(WARM_UP_ROWS));
    RowMatrix quarter = matrix(Math.max(1, rows / 4));
    double few = covarianceSeconds(quarter);
    RowMatrix sample = matrix(rows);
    double all = covarianceSeconds(sample);
    double slope = Math.max(0, all - few) / Math.max(1, sample.numRows() - quarter.numRows());
    double beyond = components ? Math.max(0, componentsSeconds(sample) - all) : Double.NaN;
    return new Measured((int) sample.numRows(), all, slope, beyond);
  }

  private static double covarianceSeconds(RowMatrix matrix) {
    return Stopwatch.seconds(matrix::computeCovariance);
  }

  private static double componentsSeconds(RowMatrix matrix) {
    int all = (int) matrix.numCols();
    return Stopwatch.seconds(() -> matrix.computePrincipalComponents(all));
  }

  private RowMatrix matrix(int rows) {
    int parts = spark.defaultParallelism();
    int rowsAPart = (rows + parts - 1) / parts;
    JavaRDD<Vector> vectors =
        shards
            .images(spark, Split.TRAIN, parts, shards.shape(0))
            .mapPartitions(images -> vectors(images, rowsAPart))
            .cache();
    vectors.count();
    return new RowMatrix(vectors.rdd());
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
