// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

class TaskProgressTest {
  private static final CountDownLatch SHOWN = new CountDownLatch(1);

  /** Each call of the clock is ten seconds later, so that each step of a progress is shown. */
  private final AtomicLong clock = new AtomicLong();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Shows until something was counted that is not done. */
  private final class Watched extends PrintStream {
    private Watched() {
      super(printed, true, StandardCharsets.UTF_8);
    }

    @Override
    public void println(String line) {
      super.println(line);
      if (line.startsWith("did 3 of 4 things")) {
        SHOWN.countDown();
      }
    }
  }

  /** The only task ends when what it has done so far was shown. */
  @Test
  void aTaskIsShownWhileItRuns() {
    try (JavaSparkContext spark = ClusterSession.open("local[1]");
        CountProgress counts =
            new CountProgress(
                new CountProgress.Words("task", "did", "things"),
                4,
                new Watched(),
                () -> clock.addAndGet(TimeUnit.SECONDS.toNanos(10)));
        TaskProgress progress = new TaskProgress(spark.sc(), "things", counts)) {
      LongAccumulator done = progress.done();
      spark
          .parallelize(List.of(1), 1)
          .foreach(
              one -> {
                done.add(3);
                SHOWN.await();
                done.add(1);
              });
    }
    assertThat(text()).contains("did 3 of 4 things").contains("did 4 of 4 things");
  }
}
