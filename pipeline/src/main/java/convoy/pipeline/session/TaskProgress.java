// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.JobProgress;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.collection.JavaConverters;

/**
 * Shows how many things Spark's tasks have done: those of tasks that ended, and what executors say
 * of running ones with their heartbeats.
 */
public final class TaskProgress extends SparkListener implements AutoCloseable {
  private final SparkContext spark;
  private final LongAccumulator done;
  private final CountProgress progress;

  /** Of the tasks that run, by their numbers. */
  private final Map<Long, Long> running = new HashMap<>();

  /**
   * Progress on standard error, until it is closed.
   *
   * @param all how many things there are; 0 where it is not known
   */
  public TaskProgress(SparkContext spark, CountProgress.Words words, long all) {
    this(spark, words.things(), new CountProgress(words, all));
  }

  /** The same on a progress that there is. */
  TaskProgress(SparkContext spark, String things, CountProgress progress) {
    this.spark = spark;
    this.done = spark.longAccumulator(things);
    this.progress = progress;
    spark.addSparkListener(this);
  }

  /** For tasks to count things; those of a task that is repeated count again. */
  public LongAccumulator done() {
    return done;
  }

  /**
   * The passes of a job, one after the other, on standard error.
   *
   * @param task before the bar, for example {@code shard}
   */
  public static Passes passes(SparkContext spark, String task) {
    return new Passes(spark, task);
  }

  /** Called by Spark's own thread. */
  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    running.remove(task.taskInfo().taskId());
    show();
  }

  /** Called by Spark's own thread. */
  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    JavaConverters.seqAsJavaList(update.accumUpdates())
        .forEach(
            task ->
                JavaConverters.seqAsJavaList(task._4()).stream()
                    .filter(info -> info.id() == done.id())
                    .forEach(info -> running.put((Long) task._1(), count(info))));
    show();
  }

  private static long count(AccumulableInfo info) {
    return info.update().isDefined() && info.update().get() instanceof Long count ? count : 0;
  }

  private void show() {
    long inTasks = running.values().stream().mapToLong(Long::longValue).sum();
    progress.to(done.value() + inTasks);
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
    progress.to(done.value());
    progress.close();
  }

  /** The passes of a job, of which one goes on at a time. */
  public static final class Passes implements JobProgress, AutoCloseable {
    private final SparkContext spark;
    private final String task;
    private TaskProgress current;

    private Passes(SparkContext spark, String task) {
      this.spark = spark;
      this.task = task;
    }

    @Override
    public LongAccumulator begin(String pass, long examples) {
      close();
      current = new TaskProgress(spark, new CountProgress.Words(task, pass, "examples"), examples);
      return current.done();
    }

    @Override
    public void close() {
      if (current != null) {
        current.close();
      }
    }
  }
}
