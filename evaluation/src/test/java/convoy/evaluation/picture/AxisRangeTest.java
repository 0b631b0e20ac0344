// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AxisRangeTest {

  @Test
  void valuesNearZeroBeginAtZero() {
    AxisRange range = AxisRange.rounded(0.08, 2.31, Scale.LINEAR);

    assertThat(labels(range)).containsExactly("0", "0.5", "1.0", "1.5", "2.0", "2.5");
    assertThat(range.low()).isZero();
    assertThat(range.high()).isEqualTo(2.5);
    assertThat(range.position(1.25)).isEqualTo(0.5);
  }

  @Test
  void valuesFarFromZeroDoNot() {
    assertThat(labels(AxisRange.rounded(83, 94, Scale.LINEAR)))
        .containsExactly("80", "85", "90", "95");
  }

  @Test
  void abscissasEndWhereTheDataEnd() {
    AxisRange range = AxisRange.tight(1, 390, Scale.WHOLE);

    assertThat(range.low()).isEqualTo(1);
    assertThat(range.high()).isEqualTo(390);
    assertThat(labels(range)).containsExactly("100", "200", "300");
  }

  @Test
  void countsHaveNoTicksBetweenWholeNumbers() {
    assertThat(labels(AxisRange.tight(1, 3, Scale.WHOLE))).containsExactly("1", "2", "3");
    assertThat(labels(AxisRange.tight(1, 1, Scale.WHOLE))).containsExactly("0", "1", "2");
    assertThat(labels(AxisRange.rounded(1e-80, 1e-80, Scale.WHOLE))).containsExactly("0", "1");
  }

  @Test
  void percentagesStayWithinZeroAndAHundred() {
    AxisRange range = AxisRange.rounded(83, 83, Scale.PERCENT);

    assertThat(range.low()).isZero();
    assertThat(range.high()).isEqualTo(100);
    assertThat(AxisRange.rounded(0, 0, Scale.PERCENT).high()).isEqualTo(1);
  }

  @Test
  void aConstantStandsInTheMiddle() {
    assertThat(AxisRange.rounded(0.1, 0.1, Scale.LINEAR).position(0.1))
        .isCloseTo(0.5, within(1e-9));
    assertThat(AxisRange.rounded(-3, -3, Scale.LINEAR).high()).isZero();
  }

  @Test
  void aLogarithmicAxisHasPowersOfTen() {
    AxisRange range = AxisRange.rounded(0.03, 4_000, Scale.LOGARITHMIC);

    assertThat(labels(range)).containsExactly("0.01", "0.1", "1", "10", "100", "1000", "10k");
    assertThat(range.position(1) - range.position(0.1))
        .isCloseTo(range.position(1_000) - range.position(100), within(1e-12));
  }

  @Test
  void eachPowerOfTenHasTheUnitThatSuitsIt() {
    assertThat(labels(AxisRange.rounded(20_000, 2e9, Scale.LOGARITHMIC)))
        .containsExactly("10k", "100k", "1M", "10M", "100M", "1G", "10G");
  }

  @Test
  void aShortLogarithmicAxisHasTicksBetween() {
    assertThat(labels(AxisRange.rounded(20, 90, Scale.LOGARITHMIC)))
        .containsExactly("10", "20", "50", "100");
  }

  @Test
  void labelsAreShort() {
    assertThat(labels(AxisRange.rounded(0, 0.1, Scale.LINEAR)))
        .containsExactly("0", "0.02", "0.04", "0.06", "0.08", "0.10");
    assertThat(labels(AxisRange.tight(0, 12_000, Scale.WHOLE))).containsExactly("0", "5k", "10k");
    assertThat(labels(AxisRange.tight(11_000, 12_000, Scale.LINEAR)))
        .containsExactly("11.0k", "11.2k", "11.4k", "11.6k", "11.8k", "12.0k");
    assertThat(labels(AxisRange.tight(0, 3e7, Scale.LINEAR)))
        .containsExactly("0", "10M", "20M", "30M");
    assertThat(labels(AxisRange.rounded(0, 2.5e-5, Scale.LINEAR)))
        .containsExactly("0", "5e-6", "1e-5", "1.5e-5", "2e-5", "2.5e-5");
    assertThat(labels(AxisRange.rounded(1, 1e30, Scale.LINEAR))).contains("1e30");
  }

  @Property
  void anyDataLieWithinAFewAscendingTicks(
      @ForAll @DoubleRange(min = -1e100, max = 1e100) double one,
      @ForAll @DoubleRange(min = -1e100, max = 1e100) double other,
      @ForAll Scale scale) {
    boolean logarithmic = scale == Scale.LOGARITHMIC;
    double low = logarithmic ? Math.abs(Math.min(one, other)) + 1e-90 : Math.min(one, other);
    double high = logarithmic ? low + Math.abs(other) : Math.max(one, other);
    AxisRange range = AxisRange.rounded(low, high, scale);

    assertThat(range.ticks()).hasSizeBetween(2, 12).isSorted().doesNotHaveDuplicates();
    assertThat(range.position(low)).isBetween(-1e-6, 1 + 1e-6);
    assertThat(range.position(high)).isBetween(range.position(low), 1 + 1e-6);
    assertThat(labels(range)).noneMatch(label -> label.contains("NaN") || label.length() > 9);
  }

  private static List<String> labels(AxisRange range) {
    return range.ticks().stream().map(range::label).toList();
  }
}
