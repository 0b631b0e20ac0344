// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.training.monitor.Distribution;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HistogramTest {
  private static Histogram histogram(double low, double high, long... counts) {
    return new Histogram("gradient of <conv>", new Distribution(0, 1, low, high, counts));
  }

  private static Element svg(Histogram histogram) {
    return Parsed.root(histogram.svg());
  }

  private static String path(Histogram histogram) {
    return Parsed.all(svg(histogram), "path").get(0).getAttribute("d");
  }

  @Test
  void barsAreAsHighAsTheRootOfTheirCount() {
    assertThat(path(histogram(0, 1, 16, 0, 4, 1)))
        .isEqualTo("M0.0 24V0.0H24.0V24ZM48.0 24V12.0H72.0V24ZM72.0 24V18.0H96.0V24Z");
  }

  @Test
  void whatIsThereIsAtLeastAPixelHigh() {
    assertThat(path(histogram(0, 1, 1_000_000, 1))).endsWith("M48.0 24V23.0H96.0V24Z");
  }

  @Test
  void zeroIsALineWhereItLiesWithin() {
    assertThat(Parsed.all(svg(histogram(-1, 3, 1, 1)), "line"))
        .singleElement()
        .satisfies(line -> assertThat(line.getAttribute("x1")).isEqualTo("24.0"));
    assertThat(Parsed.all(svg(histogram(0, 3, 1, 1)), "line")).isEmpty();
  }

  @Test
  void carriesItsTextAlternative() {
    Element svg = svg(histogram(-2, 2, 10, 2_000));

    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(Parsed.texts(svg, "title"))
        .containsExactly(
            "gradient of <conv>: 2,010 values from -2.00 to 2.00, most of them (2,000) from 0.00 to"
                + " 2.00.");
  }

  @Test
  void equalValuesAreOneBar() {
    Distribution zeros = Distribution.of(new float[8], 0, 8);

    assertThat(path(new Histogram("dead", zeros))).isEqualTo("M0.0 24V0.0H3.0V24Z");
  }

  @Test
  void ofNoValueThereIsNoPicture() {
    assertThat(new Histogram("none", Distribution.NONE).svg()).isEmpty();
    assertThat(new Histogram("none", Distribution.NONE).description())
        .isEqualTo("none: no values.");
    assertThat(histogram(0, 1).svg()).isEmpty();
    assertThat(histogram(0, 1, 0, 0).svg()).isEmpty();
    assertThat(histogram(0, 1, -5).svg()).isEmpty();
    assertThat(histogram(Double.NEGATIVE_INFINITY, 1, 5).svg()).isEmpty();
    assertThat(histogram(-1e308, 1e308, 5).svg()).isEmpty();
  }
}
