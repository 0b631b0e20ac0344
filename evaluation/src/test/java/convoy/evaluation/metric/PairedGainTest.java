// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PairedGainTest {

  /** The example of ci.prop.ps in the R package statpsych, by the author of the paper. */
  @Test
  void agreesWithTheAuthorsOwnExample() {
    PairedGain gain = PairedGain.of(26, 4, 48);

    assertThat(gain.gain()).isEqualTo(22.0 / 48);
    assertThat(gain.low()).isCloseTo(0.2548067, within(5e-8));
    assertThat(gain.high()).isCloseTo(0.6251933, within(5e-8));
  }

  /** Fagerland, Lydersen and Laake, Statistics in Medicine 33, 2014: airways, 1 and 7 of 21. */
  @Test
  void airwaysBeforeAndAfterATransplantation() {
    PairedGain gain = PairedGain.of(1, 7, 21);

    assertThat(gain.low()).isCloseTo(-0.508, within(5e-4));
    assertThat(gain.high()).isCloseTo(-0.013, within(5e-4));
  }

  @Test
  void equalClassifiersHaveAnIntervalAroundZero() {
    PairedGain gain = PairedGain.of(0, 0, 10);

    assertThat(gain.gain()).isZero();
    assertThat(gain.high()).isCloseTo(0.2309839707249463, within(1e-12));
    assertThat(gain.low()).isEqualTo(-gain.high());
  }

  @Test
  void ofNoExampleNothingIsKnown() {
    assertThat(PairedGain.of(0, 0, 0)).isEqualTo(new PairedGain(Double.NaN, -1, 1));
  }

  @Test
  void ofOneExampleNoEndIsBeyondOne() {
    PairedGain gain = PairedGain.of(1, 0, 1);

    assertThat(gain.gain()).isOne();
    assertThat(gain.high()).isOne();
    assertThat(gain.low()).isNegative().isGreaterThan(-1);
  }

  @Property(tries = 500)
  void theGainLiesInItsInterval(
      @ForAll @IntRange(max = 300) int onlyFirst,
      @ForAll @IntRange(max = 300) int onlySecond,
      @ForAll @IntRange(min = 1, max = 300) int concordant) {
    PairedGain gain =
        PairedGain.of(onlyFirst, onlySecond, (long) onlyFirst + onlySecond + concordant);

    assertThat(gain.low()).isLessThan(gain.gain());
    assertThat(gain.high()).isGreaterThan(gain.gain());
  }

  /** What pairing is for: classifiers that err together are told apart where they differ. */
  @Test
  void isNarrowerThanTwoIntervalsSideBySide() {
    PairedGain gain = PairedGain.of(40, 10, 1000);
    WilsonInterval first = WilsonInterval.of(840, 1000);
    WilsonInterval second = WilsonInterval.of(810, 1000);

    assertThat(gain.low()).isPositive();
    assertThat(first.low()).isLessThan(second.high());
  }

  @Test
  void countsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> PairedGain.of(6, 5, 10)).hasMessageContaining("6 and 5");
    assertThatThrownBy(() -> PairedGain.of(-1, 5, 10)).hasMessageContaining("-1 and 5");
    assertThatThrownBy(() -> PairedGain.of(1, -5, 10)).hasMessageContaining("1 and -5");
    assertThatThrownBy(() -> new PairedGain(0.5, -1, 0.4)).hasMessageContaining("0.5 in -1.0..0.4");
    assertThatThrownBy(() -> new PairedGain(0, -1.1, 0.4)).hasMessageContaining("-1.1..0.4");
  }
}
