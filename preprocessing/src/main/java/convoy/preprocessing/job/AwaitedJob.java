// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.Schedulable;
import org.apache.spark.scheduler.TaskSetManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Spark job that ends after its last task. Spark itself reports a job as failed or done while
 * other tasks of it still run, duplicates among them: such a task would write into a folder that
 * the driver has already cleared or published.
 *
 * <p>Tasks are killed without an interrupt, which could break off the loading of a class or a
 * native library for good: a task ends where Spark's iterators or {@link TaskScope#requireWanted}
 * see that it was killed. The wait is bounded, because a task on a machine that hangs may never
 * end; {@link convoy.preprocessing.storage.NewFile} makes what it writes later harmless.
 */
public final class AwaitedJob {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long LOOK_NANOS = 2_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(AwaitedJob.class);

  private AwaitedJob() {}

  /**
   * Runs one job or several.
   *
   * @param job its exceptions are thrown after its last task has ended
   */
  public static <T> T run(JavaSparkContext spark, Supplier<T> job) {
    String tag = "convoy-" + UUID.randomUUID();
    spark.addJobTag(tag);
    try {
      return job.get();
    } finally {
      if (!spark.sc().isStopped()) {
        spark.removeJobTag(tag);
        // A driver that was interrupted leaves the job itself behind.
        spark.cancelJobsWithTag(tag);
        await(spark, properties -> hasTag(properties, tag));
      }
    }
  }

  /** Cancels every job of a session and waits for their tasks, before the session is closed. */
  public static void endAll(JavaSparkContext spark) {
    if (!spark.sc().isStopped() && running(spark, properties -> true) > 0) {
      spark.sc().cancelAllJobs();
      await(spark, properties -> true);
    }
  }

  private static boolean hasTag(Properties properties, String tag) {
    String tags = properties.getProperty(SparkContext$.MODULE$.SPARK_JOB_TAGS(), "");
    return Arrays.asList(tags.split(SparkContext$.MODULE$.SPARK_JOB_TAGS_SEP())).contains(tag);
  }

  /** An interrupt is kept until afterwards: the caller has the files of these tasks to clear. */
  private static void await(JavaSparkContext spark, Predicate<Properties> jobs) {
    boolean interrupted = Thread.interrupted();
    long begin = System.nanoTime();
    int running = running(spark, jobs);
    while (running > 0 && System.nanoTime() - begin < PATIENCE.toNanos()) {
      LockSupport.parkNanos(LOOK_NANOS);
      interrupted |= Thread.interrupted();
      running = running(spark, jobs);
    }
    if (running > 0) {
      LOG.warn(
          "{} tasks of a job that has ended still run after {} s; they are left to themselves, and write nothing",
          running,
          PATIENCE.toSeconds());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static int running(JavaSparkContext spark, Predicate<Properties> jobs) {
    return spark.sc().isStopped() ? 0 : running(spark.sc().taskScheduler().rootPool(), jobs);
  }

  /** The scheduler's own count: it keeps a failed set of tasks until the last of them has ended. */
  private static int running(Schedulable part, Predicate<Properties> jobs) {
    if (part instanceof TaskSetManager tasks) {
      return jobs.test(tasks.taskSet().properties()) ? tasks.runningTasks() : 0;
    }
    return part.schedulableQueue().stream().mapToInt(inner -> running(inner, jobs)).sum();
  }
}
