// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitRuleTest {
  @Test
  void aThirdOfManyExamplesIsHeldOut() {
    SplitRule rule = new SplitRule(5, 1 / 3.0);

    long held =
        IntStream.range(0, 30_000)
            .filter(i -> rule.split(rule.key("id" + i), false) == Split.VALIDATION)
            .count();

    assertThat(held / 30_000.0).isCloseTo(1 / 3.0, within(0.01));
  }

  @Test
  void nothingIsHeldOutOfAShareOfZero() {
    SplitRule rule = new SplitRule(5, 0);

    assertThat(IntStream.range(0, 1000).mapToObj(i -> rule.split(rule.key("id" + i), false)))
        .containsOnly(Split.TRAIN);
  }

  @Property
  void theOfficialTestSetStaysTheTestSet(@ForAll long seed, @ForAll String id) {
    SplitRule rule = new SplitRule(seed, 0.5);

    assertThat(rule.split(rule.key(id), true)).isEqualTo(Split.TEST);
  }

  @Test
  void theKeyIsPinned() {
    assertThat(new SplitRule(1, 0.1).key("data_batch_1.bin#0")).isEqualTo(KEY);
  }

  /** First 8 bytes of SHA-256 of the seed, 8 bytes big-endian, and the id. */
  private static final long KEY = -7133711968616593012L;

  @Test
  void anotherSeedGivesAnotherOrder() {
    assertThat(new SplitRule(1, 0.1).key("a")).isNotEqualTo(new SplitRule(2, 0.1).key("a"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 2, Double.NaN})
  void aShareOutOfRangeIsRefused(double share) {
    assertThatThrownBy(() -> new SplitRule(1, share))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("shard.validation");
  }
}
