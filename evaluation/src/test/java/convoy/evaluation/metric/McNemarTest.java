// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class McNemarTest {

  /** Agresti, Categorical Data Analysis: approval of a prime minister, 150 and 86 changed minds. */
  @Test
  void agrestisApprovalRatings() {
    McNemar test = new McNemar(150, 86);

    assertThat(test.exact()).isFalse();
    assertThat(test.statistic()).isEqualTo(63.0 * 63 / 236);
    assertThat(test.pValue()).isCloseTo(4.114562281345944e-05, Percentage.withPercentage(1e-8));
  }

  /** Raschka, Model Evaluation, Model Selection, and Algorithm Selection, 2018: two classifiers. */
  @Test
  void raschkasTwoClassifiers() {
    McNemar test = new McNemar(25, 15);

    assertThat(test.statistic()).isEqualTo(2.025);
    assertThat(test.pValue()).isCloseTo(0.15472892348537437, within(1e-12));
  }

  /** Fagerland, Lydersen and Laake, 2013: airways before and after a transplantation. */
  @Test
  void fewDiscordantExamplesAreTestedExactly() {
    McNemar test = new McNemar(1, 7);

    assertThat(test.exact()).isTrue();
    // 2 (1 + 8) / 2^8
    assertThat(test.pValue()).isEqualTo(0.0703125);
  }

  @Test
  void fromTwentyFiveOnTheChiSquareDistributionTakesOver() {
    assertThat(new McNemar(7, 17).exact()).isTrue();
    assertThat(new McNemar(7, 17).pValue()).isCloseTo(0.06391465663909912, within(1e-15));
    assertThat(new McNemar(7, 18).exact()).isFalse();
    assertThat(new McNemar(7, 18).pValue()).isCloseTo(0.04550026389635857, within(1e-12));
  }

  @Test
  void withNothingDiscordantThereIsNoDifference() {
    assertThat(new McNemar(0, 0).statistic()).isZero();
    assertThat(new McNemar(0, 0).pValue()).isOne();
  }

  @Test
  void theCorrectionDoesNotMakeADifferenceOfNone() {
    assertThat(new McNemar(20, 20).statistic()).isZero();
    assertThat(new McNemar(20, 20).pValue()).isOne();
    assertThat(new McNemar(20, 21).pValue()).isOne();
    assertThat(new McNemar(6, 6).pValue()).isOne();
  }

  @Test
  void smallValuesKeepTheirDigits() {
    assertThat(new McNemar(0, 24).pValue()).isEqualTo(0x1p-23);
    assertThat(new McNemar(401, 0).statistic()).isEqualTo(400.0 * 400 / 401);
    assertThat(new McNemar(401, 0).pValue())
        .isCloseTo(9.0798753999481e-89, Percentage.withPercentage(1e-6));
  }

  @Property(tries = 300)
  void agreesWithTheDistributionsOfCommonsMath(
      @ForAll @IntRange(max = 40) int onlyFirst, @ForAll @IntRange(max = 40) int onlySecond) {
    int all = onlyFirst + onlySecond;
    double expected;
    if (all < 25) {
      BinomialDistribution coins = new BinomialDistribution(null, all, 0.5);
      expected = Math.min(1, 2 * coins.cumulativeProbability(Math.min(onlyFirst, onlySecond)));
    } else {
      double corrected = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1);
      expected =
          1
              - new ChiSquaredDistribution(null, 1)
                  .cumulativeProbability(corrected * corrected / all);
    }

    assertThat(new McNemar(onlyFirst, onlySecond).pValue()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void countsBelowZeroAreRefused() {
    assertThatThrownBy(() -> new McNemar(-1, 0)).hasMessageContaining("-1 and 0");
    assertThatThrownBy(() -> new McNemar(0, -1)).hasMessageContaining("0 and -1");
  }
}
