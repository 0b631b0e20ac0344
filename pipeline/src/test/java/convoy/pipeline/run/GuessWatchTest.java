// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.shard.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuessWatchTest {
  private static GuessWatch watch(Long... histogram) {
    long count = List.of(histogram).stream().mapToLong(Long::longValue).sum();
    return new GuessWatch(new Manifest.SplitEntry(count, List.of(histogram), "", List.of()));
  }

  @Test
  void theLargestClassAloneIsAGuess() {
    GuessWatch watch = watch(700L, 200L, 100L);

    assertThat(watch.isGuess(0.7)).isTrue();
    assertThat(watch.isGuess(0.1)).isTrue();
    assertThat(watch.isGuess(0.8)).isFalse();
  }

  @Test
  void whatFewExamplesMayShowByChanceIsAGuess() {
    assertThat(watch(5L, 5L).isGuess(0.7)).isTrue();
    assertThat(watch(500L, 500L).isGuess(0.7)).isFalse();
  }
}
