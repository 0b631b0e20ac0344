// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountProgressTest {
  private static final CountProgress.Words WORDS =
      new CountProgress.Words("knn", "compared", "queries");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong(TimeUnit.SECONDS.toNanos(-3));

  private CountProgress progress(long all) {
    return new CountProgress(
        WORDS, all, new PrintStream(printed, true, StandardCharsets.UTF_8), clock::get);
  }

  private void pass(long seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void thereIsALineEveryTenSecondsAtMostAndOneAtTheEnd() {
    try (CountProgress progress = progress(12_000)) {
      pass(9);
      progress.to(100);
      assertThat(lines()).isEmpty();
      pass(1);
      progress.to(4_000);
      progress.to(4_100);
      pass(9);
      progress.to(4_200);
      assertThat(lines())
          .containsExactly("compared 4,000 of 12,000 queries, 400 queries/s, 20 s left");
      pass(21);
      progress.to(11_000);
    }
    pass(1);

    assertThat(lines())
        .element(1)
        .isEqualTo("compared 11,000 of 12,000 queries, 275 queries/s, 4 s left");
    assertThat(lines()).hasSize(2);
  }

  @Test
  void theEndIsSaidWhereNothingElseWas() {
    CountProgress progress = progress(10);
    pass(2);
    progress.to(10);
    progress.close();

    assertThat(lines()).containsExactly("compared 10 of 10 queries, 5 queries/s");
  }

  @Test
  void thingsWhoseNumberIsNotKnownAreCounted() {
    CountProgress progress = progress(0);
    pass(10);
    progress.to(1_200);
    progress.close();

    assertThat(lines()).containsExactly("compared 1,200 queries, 120 queries/s");
  }

  @Test
  void whatWasCountedAgainIsNotMoreThanAll() {
    CountProgress progress = progress(10);
    pass(10);
    progress.to(14);
    progress.close();

    assertThat(lines()).containsExactly("compared 10 of 10 queries, 1 queries/s");
  }
}
