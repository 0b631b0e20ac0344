// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class MemoryGuardTest {
  private final Throwable error = new OutOfMemoryError("Java heap space");

  /** Holds the task of the job that can never end by itself. */
  private static final CountDownLatch RUNNING = new CountDownLatch(1);

  private static final CountDownLatch RELEASED = new CountDownLatch(1);

  private final List<String> ends = new ArrayList<>();
  private final List<Throwable> others = new ArrayList<>();

  private MemoryGuard guard(Duration patience) {
    return new MemoryGuard(
        (thread, error) -> others.add(error), patience, found -> ends.add(found.what()));
  }

  @Test
  void aCommandThatDoesNotEndByItselfIsEnded() {
    guard(Duration.ZERO).uncaughtException(Thread.currentThread(), error);
    assertThat(ends).singleElement().asString().contains("Java heap space");
  }

  @Test
  void aCommandThatEndsByItselfIsLeftToIt() {
    MemoryGuard guard = guard(Duration.ofDays(1));
    guard.close();
    guard.uncaughtException(Thread.currentThread(), error);
    assertThat(ends).isEmpty();
  }

  @Test
  void otherErrorsGoWhereTheyWentBefore() {
    Throwable other = new IllegalStateException("other");
    guard(Duration.ZERO).uncaughtException(Thread.currentThread(), other);
    assertThat(others).containsExactly(other);
    assertThat(ends).isEmpty();
  }

  /** As where a thread of Spark died that was to hand on the result. */
  @Test
  void aJobThatNobodyWillEndFailsWithTheErrorThatLeftItSo() {
    try (JavaSparkContext spark = ClusterSession.open("local[1]")) {
      MemoryGuard guard = guard(Duration.ofDays(1));
      Thread failing =
          new Thread(
              () -> {
                await(RUNNING);
                guard.uncaughtException(Thread.currentThread(), error);
              });
      failing.start();
      Throwable thrown =
          catchThrowable(
              () ->
                  spark
                      .parallelize(List.of(1), 1)
                      .foreach(
                          one -> {
                            RUNNING.countDown();
                            await(RELEASED);
                          }));
      RELEASED.countDown();
      guard.close();
      assertThat(OutOfMemory.in(thrown))
          .hasValueSatisfying(found -> assertThat(found.what()).contains("Java heap space"));
      assertThat(ends).isEmpty();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
