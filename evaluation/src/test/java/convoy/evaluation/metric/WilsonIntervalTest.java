// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WilsonIntervalTest {

  /** Values of scipy.stats.binomtest(hits, count).proportion_ci(method="wilson"). */
  @Test
  void agreesWithSciPy() {
    assertInterval(8, 10, 0.4901624715366418, 0.9433178485456248);
    assertInterval(0, 10, 0, 0.27753279986288926);
    assertInterval(10, 10, 0.7224672001371109, 1);
    assertInterval(1, 1, 0.20654931437723745, 1);
    assertInterval(9000, 10_000, 0.8939656314740893, 0.9057271698293695);
  }

  @Test
  void withoutHitsItBeginsAtZeroAndWithHitsAloneItEndsAtOne() {
    assertThat(WilsonInterval.of(0, 10).low()).isZero();
    assertThat(WilsonInterval.of(10, 10).high()).isOne();
  }

  @Test
  void ofNoExampleNothingIsKnown() {
    assertThat(WilsonInterval.of(0, 0)).isEqualTo(new WilsonInterval(0, 1));
  }

  @Test
  void aShareIsOfWholeExamples() {
    assertThat(WilsonInterval.ofShare(1.0 / 3, 3)).isEqualTo(WilsonInterval.of(1, 3));
    assertThat(WilsonInterval.ofShare(0.9312, 10_000)).isEqualTo(WilsonInterval.of(9_312, 10_000));
    assertThat(WilsonInterval.ofShare(0, 0)).isEqualTo(new WilsonInterval(0, 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void whatIsNoShareIsRefused(double share) {
    assertThatThrownBy(() -> WilsonInterval.ofShare(share, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a share of " + share);
  }

  @Test
  void theLargestCountsDoNotOverflow() {
    WilsonInterval half = WilsonInterval.of(Long.MAX_VALUE / 2, Long.MAX_VALUE);

    assertThat(half.low()).isCloseTo(0.5, within(1e-9));
    assertThat(half.high()).isCloseTo(0.5, within(1e-9));
  }

  /** The ends are where the score test of the true share meets its limit: Wilson's definition. */
  @Property(tries = 300)
  void theEndsSolveTheEquationThatDefinesThem(
      @ForAll @LongRange(min = 1, max = 100_000) long count,
      @ForAll @LongRange(max = 100_000) long h) {
    long hits = h % (count + 1);
    WilsonInterval interval = WilsonInterval.of(hits, count);
    double share = (double) hits / count;

    assertThat(share).isBetween(interval.low(), interval.high());
    for (double end : new double[] {interval.low(), interval.high()}) {
      if (end > 0 && end < 1) {
        double score = Math.abs(share - end) / Math.sqrt(end * (1 - end) / count);
        assertThat(score).isCloseTo(1.959964, within(1e-4));
      }
    }
  }

  @Test
  void whatIsNoShareIsRefused() {
    assertThatThrownBy(() -> WilsonInterval.of(-1, 10)).hasMessageContaining("-1 hits of 10");
    assertThatThrownBy(() -> WilsonInterval.of(11, 10)).hasMessageContaining("11 hits of 10");
    assertThatThrownBy(() -> WilsonInterval.of(0, -1)).hasMessageContaining("0 hits of -1");
    assertThatThrownBy(() -> new WilsonInterval(Double.NaN, 1)).hasMessageContaining("NaN..1.0");
    assertThatThrownBy(() -> new WilsonInterval(0.5, 0.4)).hasMessageContaining("0.5..0.4");
    assertThatThrownBy(() -> new WilsonInterval(0.5, 1.1)).hasMessageContaining("0.5..1.1");
  }

  private static void assertInterval(long hits, long count, double low, double high) {
    WilsonInterval interval = WilsonInterval.of(hits, count);

    assertThat(interval.low()).isCloseTo(low, within(1e-12));
    assertThat(interval.high()).isCloseTo(high, within(1e-12));
  }
}
