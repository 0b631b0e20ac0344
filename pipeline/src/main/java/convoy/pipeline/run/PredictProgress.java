// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;

/**
 * Shows how many images have been predicted as tasks end: a bar on a terminal; elsewhere a plain
 * line, every ten seconds at most and one at the end.
 */
final class PredictProgress extends SparkListener implements AutoCloseable {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final SparkContext spark;
  private final LongAccumulator done;
  private final long images;
  private final PrintStream log = System.err;
  private final ProgressBar bar;
  private final long start = System.nanoTime();
  private long shown = start;

  /**
   * Progress on standard error, until it is closed.
   *
   * @param images in all
   */
  PredictProgress(SparkContext spark, long images) {
    this.spark = spark;
    this.done = spark.longAccumulator("images");
    this.images = images;
    this.bar = Boolean.getBoolean(Progress.TERMINAL) ? bar(images) : null;
    spark.addSparkListener(this);
  }

  private static ProgressBar bar(long images) {
    return new ProgressBarBuilder()
        .setTaskName("predict")
        .setInitialMax(images)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  /** For tasks to count images. */
  LongAccumulator done() {
    return done;
  }

  /** Called by Spark's own thread. */
  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (bar != null) {
      bar.stepTo(predicted());
    } else if (System.nanoTime() - shown >= PAUSE) {
      shown = System.nanoTime();
      print();
    }
  }

  /** A task that was repeated has counted its images again. */
  private long predicted() {
    return Math.min(images, done.value());
  }

  private void print() {
    double seconds = (System.nanoTime() - start) / 1e9;
    log.println(
        String.format(
            Locale.ROOT,
            "predicted %,d of %,d images, %.0f images/s",
            predicted(),
            images,
            predicted() / seconds));
  }

  @Override
  public synchronized void close() {
    spark.removeSparkListener(this);
    if (bar != null) {
      bar.stepTo(predicted());
      bar.close();
    } else {
      print();
    }
  }
}
