// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitRuleTest {
  /** First 8 bytes of SHA-256 of the seed, 8 bytes big-endian, and the id. */
  private static final long KEY = -7133711968616593012L;

  private static long[] keys(SplitRule rule, int count) {
    return IntStream.range(0, count).mapToLong(i -> rule.key("id" + i)).toArray();
  }

  private static long held(SplitRule rule, long[] keys) {
    long first = rule.firstTrainingKeys(new long[][] {keys})[0];
    return Arrays.stream(keys).filter(key -> Long.compareUnsigned(key, first) < 0).count();
  }

  @Test
  void aThirdOfManyExamplesIsHeldOut() {
    SplitRule rule = new SplitRule(5, 1 / 3.0);

    assertThat(held(rule, keys(rule, 30_000)) / 30_000.0).isCloseTo(1 / 3.0, within(0.01));
  }

  @Test
  void nothingIsHeldOutOfAShareOfZero() {
    SplitRule rule = new SplitRule(5, 0);

    assertThat(held(rule, keys(rule, 1000))).isZero();
  }

  @Property
  void aStratifiedShareIsExact(@ForAll long seed, @ForAll @IntRange(max = 200) int count) {
    SplitRule rule = new SplitRule(seed, 0.25, true);

    assertThat(held(rule, keys(rule, count)))
        .isEqualTo(count == 0 ? 0 : Math.min(Math.round(0.25 * count), count - 1));
  }

  @Test
  void aStratifiedClassKeepsSomeoneToTrainOn() {
    SplitRule rule = new SplitRule(1, 0.9, true);

    assertThat(held(rule, keys(rule, 1))).isZero();
    assertThat(held(rule, keys(rule, 2))).isEqualTo(1);
  }

  @Test
  void theKeyIsPinned() {
    assertThat(new SplitRule(1, 0.1).key("data_batch_1.bin#0")).isEqualTo(KEY);
  }

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
