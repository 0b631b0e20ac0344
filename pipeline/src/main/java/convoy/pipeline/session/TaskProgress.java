// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;

/** Shows how many things Spark's tasks have done, as the tasks end. */
public final class TaskProgress extends SparkListener implements AutoCloseable {
  private final SparkContext spark;
  private final LongAccumulator done;
  private final CountProgress progress;

  /**
   * Progress on standard error, until it is closed.
   *
   * @param all how many things there are
   */
  public TaskProgress(SparkContext spark, CountProgress.Words words, long all) {
    this.spark = spark;
    this.done = spark.longAccumulator(words.things());
    this.progress = new CountProgress(words, all);
    spark.addSparkListener(this);
  }

  /** For tasks to count things; those of a task that is repeated count again. */
  public LongAccumulator done() {
    return done;
  }

  /** Called by Spark's own thread. */
  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    progress.to(done.value());
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
    progress.to(done.value());
    progress.close();
  }
}
