// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A task that goes on when its job has failed, whatever kills it, beside the task that fails the
 * job: both run in this JVM at the same time.
 */
public final class HeldTask implements AutoCloseable {
  private static final Semaphore HELD = new Semaphore(0);
  private static final Semaphore JOB_FAILED = new Semaphore(0);
  private static final AtomicInteger LEFT = new AtomicInteger();

  /** More tasks than any job of a test has. */
  private static final int ALL = 1000;

  private final JavaSparkContext spark;
  private final SparkListener listener;

  /** Waits for the next job that fails. */
  public HeldTask(JavaSparkContext spark) {
    HELD.drainPermits();
    JOB_FAILED.drainPermits();
    LEFT.set(0);
    this.spark = spark;
    this.listener =
        new SparkListener() {
          @Override
          public void onJobEnd(SparkListenerJobEnd end) {
            if (end.jobResult() != JobSucceeded$.MODULE$) {
              JOB_FAILED.release(ALL);
            }
          }
        };
    spark.sc().addSparkListener(listener);
  }

  /** In the task that is to be late: returns when its job has failed. */
  public static void hold() {
    LEFT.incrementAndGet();
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) task -> LEFT.decrementAndGet());
    HELD.release(ALL);
    JOB_FAILED.acquireUninterruptibly();
  }

  /** In the task that fails its job: throws when the other is held. */
  public static void fail() {
    HELD.acquireUninterruptibly();
    throw new IllegalStateException("a task fails");
  }

  /** Whether every task that was held has ended. */
  public boolean hasEnded() {
    return LEFT.get() == 0;
  }

  @Override
  public void close() {
    spark.sc().removeSparkListener(listener);
  }
}
