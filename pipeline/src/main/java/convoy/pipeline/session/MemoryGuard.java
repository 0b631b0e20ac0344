// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import scala.Option;

/**
 * Ends a command when a thread that nobody waits for runs out of memory. Such a thread of Spark,
 * which hands on results or events, would leave its job waiting for ever. The jobs are cancelled,
 * so that the command fails as after any other error; where it does not within a time, the process
 * ends.
 */
public final class MemoryGuard implements Thread.UncaughtExceptionHandler, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Thread.UncaughtExceptionHandler before;
  private final Duration patience;
  private final Consumer<OutOfMemory> end;
  private final CountDownLatch closed = new CountDownLatch(1);

  MemoryGuard(
      Thread.UncaughtExceptionHandler before, Duration patience, Consumer<OutOfMemory> end) {
    this.before = before;
    this.patience = patience;
    this.end = end;
  }

  /**
   * Guards every thread of this process, until it is closed.
   *
   * @param end of the process, where cancelling the jobs did not end the command
   */
  public static MemoryGuard install(Consumer<OutOfMemory> end) {
    MemoryGuard guard = new MemoryGuard(Thread.getDefaultUncaughtExceptionHandler(), PATIENCE, end);
    Thread.setDefaultUncaughtExceptionHandler(guard);
    return guard;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    OutOfMemory found = OutOfMemory.in(error).orElse(null);
    if (found != null) {
      try {
        cancelJobs(error);
      } catch (OutOfMemoryError again) {
        error.addSuppressed(again); // the heap is full still: the process ends below
      }
      if (!isClosedInTime()) {
        end.accept(found);
      }
    } else if (before != null) {
      before.uncaughtException(thread, error);
    } else {
      thread.getThreadGroup().uncaughtException(thread, error);
    }
  }

  private static void cancelJobs(Throwable error) {
    Option<SparkContext> spark = SparkContext$.MODULE$.getActive();
    if (spark.isDefined()) {
      Arrays.stream(spark.get().statusTracker().getActiveJobIds())
          .forEach(job -> spark.get().cancelJob(job, OutOfMemory.CANCELLED + error.getMessage()));
    }
  }

  private boolean isClosedInTime() {
    try {
      return closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true; // by who ends the process already
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
