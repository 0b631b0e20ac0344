// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void numbersAreWrittenForReaders() {
    assertThat(Figures.percent(0.93141)).isEqualTo("93.14\u00a0%");
    assertThat(Figures.decimal(1_234.56, 1)).isEqualTo("1,234.6");
    assertThat(Figures.count(1_281_167)).isEqualTo("1,281,167");
  }

  @Test
  void durationsHaveTheUnitThatFits() {
    assertThat(Figures.duration(0)).isEqualTo("0.00\u00a0s");
    assertThat(Figures.duration(9.99)).isEqualTo("9.99\u00a0s");
    assertThat(Figures.duration(9.996)).isEqualTo("10.0\u00a0s");
    assertThat(Figures.duration(59.94)).isEqualTo("59.9\u00a0s");
    assertThat(Figures.duration(59.96)).isEqualTo("1\u00a0min 00\u00a0s");
    assertThat(Figures.duration(3_599.6)).isEqualTo("1\u00a0h 00\u00a0min");
    assertThat(Figures.duration(7_384)).isEqualTo("2\u00a0h 03\u00a0min");
  }

  @Test
  void whatIsNotANumberIsADash() {
    assertThat(Figures.percent(Double.NaN)).isEqualTo("–");
    assertThat(Figures.decimal(Double.NEGATIVE_INFINITY, 2)).isEqualTo("–");
    assertThat(Figures.duration(Double.NaN)).isEqualTo("–");
    assertThat(Figures.duration(Double.POSITIVE_INFINITY)).isEqualTo("–");
  }
}
