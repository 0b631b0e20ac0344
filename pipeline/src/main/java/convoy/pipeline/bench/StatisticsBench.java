// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.PixelSums;
import convoy.preprocessing.statistics.PrincipalComponents;
import convoy.preprocessing.statistics.StatisticsJob;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Convoy's covariance and eigenvectors of a training split against those of MLlib's {@code
 * RowMatrix}, in the same session. Convoy does all rows several times, reading them from shards;
 * MLlib does a sample once, from memory, and its covariance is scaled to all rows. Its principal
 * components are not scaled: they are found from the covariance, which is as large for any number
 * of rows.
 */
public final class StatisticsBench {
  private StatisticsBench() {}

  /**
   * How much is measured.
   *
   * @param repeats of Convoy's part, of which medians count; at least 1
   * @param peerRows rows of MLlib's sample, at least 4
   * @param peerComponents whether MLlib's principal components are measured, which takes minutes;
   *     if not, covariances alone are compared
   */
  public record Options(int repeats, int peerRows, boolean peerComponents) {}

  /**
   * What was found: medians of seconds, bytes, and the ratio.
   *
   * @param rows of the training split
   * @param columns values of an image
   * @param seconds Convoy's, from shards to eigenvectors
   * @param covarianceSeconds Convoy's, from shards to the covariance
   * @param componentsSeconds Convoy's, from the covariance to the eigenvectors
   * @param rowsASecond that Convoy adds up
   * @param peerRows rows of MLlib's sample
   * @param peerSampleSeconds MLlib's covariance of the sample
   * @param peerCovarianceSeconds MLlib's covariance, scaled to all rows
   * @param peerComponentsSeconds MLlib's principal components beyond the covariance; NaN if they
   *     were not measured
   * @param ratio MLlib's seconds over Convoy's: of both parts, or of the covariance alone where the
   *     other was not measured
   * @param peaks of memory during Convoy's part
   */
  public record Findings(
      long rows,
      int columns,
      double seconds,
      double covarianceSeconds,
      double componentsSeconds,
      double rowsASecond,
      int peerRows,
      double peerSampleSeconds,
      double peerCovarianceSeconds,
      double peerComponentsSeconds,
      double ratio,
      MemoryPeaks peaks) {}

  /**
   * Measures Convoy first, so that its peaks are its own, then MLlib.
   *
   * @throws convoy.preprocessing.BadInputException if the images are too large for a covariance
   */
  public static Findings run(JavaSparkContext spark, ShardFolder shards, Options options) {
    Own own = own(spark, shards, options.repeats());
    MllibPeer.Measured peer =
        new MllibPeer(spark, shards).measure(options.peerRows(), options.peerComponents());
    long rows = shards.manifest().split(Split.TRAIN).count();
    double covariance = peer.covarianceSeconds(rows);
    double ratio =
        options.peerComponents()
            ? (covariance + peer.componentsSeconds()) / own.seconds()
            : covariance / own.covarianceSeconds();
    return new Findings(
        rows,
        shards.shape(0).size(),
        own.seconds(),
        own.covarianceSeconds(),
        own.componentsSeconds(),
        rows / own.sumsSeconds(),
        peer.rows(),
        peer.covarianceSeconds(),
        covariance,
        peer.componentsSeconds(),
        ratio,
        own.peaks());
  }

  private record Own(
      double seconds,
      double sumsSeconds,
      double covarianceSeconds,
      double componentsSeconds,
      MemoryPeaks peaks) {}

  private static Own own(JavaSparkContext spark, ShardFolder shards, int repeats) {
    ImageShape shape = shards.shape(0);
    int order = shape.size();
    List<Double> all = new ArrayList<>();
    List<Double> sums = new ArrayList<>();
    List<Double> covariances = new ArrayList<>();
    List<Double> components = new ArrayList<>();
    try (MemoryWatch memory = new MemoryWatch()) {
      for (int i = 0; i < repeats; i++) {
        long begin = System.nanoTime();
        PixelSums sum = StatisticsJob.sums(spark, shards, shape, ClusterSession.taskSlots(spark));
        long summed = System.nanoTime();
        double[] covariance = sum.covariance();
        long covered = System.nanoTime();
        PrincipalComponents.of(covariance, order);
        long end = System.nanoTime();
        sums.add((summed - begin) / 1e9);
        covariances.add((covered - begin) / 1e9);
        components.add((end - covered) / 1e9);
        all.add((end - begin) / 1e9);
      }
      return new Own(
          Stopwatch.median(all),
          Stopwatch.median(sums),
          Stopwatch.median(covariances),
          Stopwatch.median(components),
          memory.peaks());
    }
  }
}
