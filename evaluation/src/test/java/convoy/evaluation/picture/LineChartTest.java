// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.picture.LineChart.Axis;
import convoy.evaluation.picture.LineChart.Band;
import convoy.evaluation.picture.Series.Style;
import convoy.evaluation.picture.Series.Style.Dots;
import convoy.evaluation.picture.Series.Style.ErrorBars;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class LineChartTest {
  private static final double NAN = Double.NaN;

  @Test
  void aLineRunsFromCornerToCornerOfItsAxes() {
    Element svg = svg(chart(Scale.LINEAR, series("a", 0, 10)));
    List<Element> grid =
        Parsed.all(svg, "line").stream()
            .filter(line -> line.getAttribute("stroke").equals("#e3e3e3"))
            .toList();
    Element bottom = grid.get(0);
    Element top = grid.get(grid.size() - 1);

    assertThat(Parsed.all(svg, "polyline").get(0).getAttribute("points"))
        .isEqualTo(
            "%s.0,%s %s.0,%s"
                .formatted(
                    bottom.getAttribute("x1"),
                    bottom.getAttribute("y1"),
                    top.getAttribute("x2"),
                    top.getAttribute("y1")));
    assertThat(Parsed.texts(svg, "text")).contains("0", "2", "10", "loss, nats", "round");
  }

  @Test
  void carriesItsTextAlternative() {
    Element svg = svg(chart(Scale.LINEAR, new Series("train", xs(3), new double[] {2.5, 0.25, 1})));

    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(svg.getAttribute("width")).isEqualTo("100%");
    assertThat(svg.getAttribute("viewBox")).startsWith("0 0 360 ");
    assertThat(Parsed.texts(svg, "title")).containsExactly("Loss");
    assertThat(Parsed.texts(svg, "desc"))
        .containsExactly(
            "loss, nats over round. train: from 2.5 at 1 to 1 at 3, lowest 0.25 at 2, highest 2.5"
                + " at 1.");
  }

  @Test
  void theDescriptionKeepsTheZerosOfWholeNumbers() {
    Series series = new Series("a", new double[] {100, 200}, new double[] {1_000, 0});

    assertThat(chart(Scale.LINEAR, series).description()).contains("from 1000 at 100 to 0 at 200");
  }

  @Test
  void aGapBreaksTheLineAndALonePointIsADot() {
    double[] y = new double[40];
    Arrays.setAll(y, i -> i == 10 || i == 12 ? NAN : i);
    Element svg = svg(chart(Scale.LINEAR, new Series("a", xs(40), y)));

    assertThat(Parsed.all(svg, "polyline")).hasSize(2);
    assertThat(Parsed.all(svg, "circle")).hasSize(1);
  }

  @Test
  void noTwoOfManyLinesLookTheSame() {
    List<Series> many = IntStream.range(0, 14).mapToObj(i -> series("a" + i, i, i + 1)).toList();
    LineChart chart =
        new LineChart("Loss", new Axis("round", Scale.WHOLE), new Axis("loss", Scale.LINEAR), many);

    assertThat(Parsed.all(svg(chart), "polyline"))
        .extracting(line -> line.getAttribute("stroke") + line.getAttribute("stroke-dasharray"))
        .hasSize(14)
        .doesNotHaveDuplicates();
  }

  @Test
  void fewPointsAreMarked() {
    assertThat(Parsed.all(svg(chart(Scale.LINEAR, series("a", 1, 2, 3))), "circle")).hasSize(3);
  }

  @Test
  void withoutAPointTheChartSaysSo() {
    for (LineChart chart :
        List.of(
            chart(Scale.LINEAR),
            chart(Scale.LINEAR, series("a")),
            chart(Scale.LINEAR, series("a", NAN, Double.POSITIVE_INFINITY)),
            chart(Scale.LOGARITHMIC, series("a", 0, -1)))) {
      assertThat(Parsed.texts(svg(chart), "text")).contains("nothing was measured");
    }
  }

  @Test
  void aLogarithmicAxisLeavesOutWhatIsNotPositive() {
    Element svg = svg(chart(Scale.LOGARITHMIC, series("a", 1, 10, 0, 100, 1_000)));

    assertThat(Parsed.all(svg, "polyline")).hasSize(2);
    assertThat(Parsed.texts(svg, "text")).contains("1", "10", "100", "1000");
  }

  @Test
  void linesDifferInColourAndInDashesAndHaveALegend() {
    Element svg = svg(chart(Scale.LINEAR, series("a", 1, 2), series("b", 2, 3), series("c", 3, 4)));
    List<Element> lines = Parsed.all(svg, "polyline");

    assertThat(lines).extracting(line -> line.getAttribute("stroke")).doesNotHaveDuplicates();
    assertThat(lines)
        .extracting(line -> line.getAttribute("stroke-dasharray"))
        .doesNotHaveDuplicates();
    assertThat(Parsed.texts(svg, "text")).contains("a", "b", "c");
  }

  @Test
  void aSingleLineNeedsNoLegend() {
    assertThat(Parsed.texts(svg(chart(Scale.LINEAR, series("only", 1, 2))), "text"))
        .doesNotContain("only");
  }

  @Test
  void aBandIsShadedNamedAndSaid() {
    Axis y = new Axis("ratio", Scale.LOGARITHMIC, Optional.of(new Band("healthy", 1e-3, 1e-2)));
    LineChart chart =
        new LineChart("t", new Axis("round", Scale.WHOLE), y, List.of(series("a", 0.1, 1)));
    Element svg = svg(chart);
    Element band = Parsed.all(svg, "rect").get(0);

    // The axis runs from 1e-3 to 1 over 160 pixels: the band is its lowest third.
    assertThat(Double.parseDouble(band.getAttribute("height"))).isCloseTo(53.3, within(0.1));
    Element line = Parsed.all(svg, "polyline").get(0);
    assertThat(Double.parseDouble(line.getAttribute("points").split("[, ]", -1)[1]))
        .isCloseTo(Double.parseDouble(band.getAttribute("y")) - 53.3, within(0.2));
    assertThat(Parsed.texts(svg, "text")).contains("a", "healthy");
    assertThat(Parsed.texts(svg, "desc").get(0)).endsWith("Shaded, healthy: 0.001 to 0.01.");
  }

  /** The axis runs from 0 to 80 over 160 pixels. */
  @Test
  void errorBarsReachFromTheirLowToTheirHighEnd() {
    Style bars = new ErrorBars(new double[] {30, 20, NAN}, new double[] {50, 80, 70});
    Series mean = new Series("mean", xs(3), new double[] {40, 60, 50}, bars);
    Element svg = svg(chart(Scale.LINEAR, mean));
    double base = Double.parseDouble(Parsed.all(svg, "line").get(0).getAttribute("y1"));
    String[] places = Parsed.all(svg, "polyline").get(0).getAttribute("points").split("[, ]", -1);

    assertThat(Parsed.all(svg, "path"))
        .extracting(path -> path.getAttribute("d"))
        .containsExactly(
            "M%1$s %2$sV%3$sm-3 0h6M%1$s %2$sm-3 0h6".formatted(places[0], base - 60, base - 100),
            "M%1$s %2$sV%3$sm-3 0h6M%1$s %2$sm-3 0h6".formatted(places[2], base - 40, base - 160));
    assertThat(places).containsSequence(places[0], String.valueOf(base - 80), places[2]);
    assertThat(Parsed.texts(svg, "desc").get(0))
        .endsWith(
            "mean: from 40 (bar 30 to 50) at 1 to 50 at 3, lowest 40 (bar 30 to 50) at 1, highest"
                + " 60 (bar 20 to 80) at 2.");
  }

  @Test
  void errorBarsThatNoLogarithmShowsAreLeftOut() {
    Style bars = new ErrorBars(new double[] {0, 1}, new double[] {2, 3});
    Series series = new Series("a", xs(2), new double[] {1, 2}, bars);

    assertThat(Parsed.all(svg(chart(Scale.LOGARITHMIC, series)), "path")).hasSize(1);
    assertThat(Parsed.all(svg(chart(Scale.LINEAR, series)), "path")).hasSize(2);
  }

  @Test
  void dotsAreNotJoinedAndMayShareAnAbscissa() {
    double[] y = {10, 30, 20, 50, NAN};
    Series folds = new Series("a fold", new double[] {1, 1, 2, 2, 2}, y, new Dots());
    Element svg = svg(chart(Scale.LINEAR, series("mean", 20, 35), folds));

    assertThat(Parsed.all(svg, "polyline")).hasSize(1);
    List<Element> rings =
        Parsed.all(svg, "circle").stream()
            .filter(circle -> circle.getAttribute("fill").equals("none"))
            .toList();
    assertThat(rings).extracting(ring -> ring.getAttribute("cx")).hasSize(4);
    assertThat(rings.get(0).getAttribute("cx")).isEqualTo(rings.get(1).getAttribute("cx"));
    assertThat(rings.get(2).getAttribute("cx")).isNotEqualTo(rings.get(1).getAttribute("cx"));
    assertThat(Parsed.texts(svg, "desc").get(0))
        .endsWith("a fold: 4 points, lowest 10 at 1, highest 50 at 2.");
  }

  @Test
  void whereNothingWasMeasuredThereIsNoBand() {
    Axis y = new Axis("ratio", Scale.LINEAR, Optional.of(new Band("healthy", 1, 2)));
    Element svg =
        svg(new LineChart("t", new Axis("round", Scale.WHOLE), y, List.of(series("a", NAN))));

    assertThat(Parsed.all(svg, "rect"))
        .extracting(rect -> rect.getAttribute("fill"))
        .containsExactly("none");
  }

  @Test
  void aBandThatCannotBeDrawnIsRefused() {
    for (Band band :
        List.of(
            new Band("b", 2, 1), new Band("b", 1, 1), new Band("b", 0, 1), new Band("b", 1, NAN))) {
      assertThatThrownBy(() -> new Axis("y", Scale.LOGARITHMIC, Optional.of(band)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a band from " + band.low());
    }
    Axis shaded = new Axis("x", Scale.WHOLE, Optional.of(new Band("b", 1, 2)));
    assertThatThrownBy(() -> new LineChart("t", shaded, new Axis("y", Scale.LINEAR), List.of()))
        .hasMessageContaining("vertical");
  }

  @Test
  void manyPointsAreThinnedButPeaksStay() {
    double[] y = new double[100_000];
    y[54_321] = 7;
    y[54_322] = -7;
    String svg = chart(Scale.LINEAR, new Series("a", xs(y.length), y)).svg();
    double[] drawn =
        Arrays.stream(
                Parsed.all(Parsed.root(svg), "polyline")
                    .get(0)
                    .getAttribute("points")
                    .split(" ", -1))
            .mapToDouble(point -> Double.parseDouble(point.substring(point.indexOf(',') + 1)))
            .toArray();

    assertThat(svg.length()).isLessThan(25_000);
    // The axis runs from -10 to 10 over 160 pixels: seven up is 56 pixels from the middle.
    double middle = drawn[0];
    assertThat(Arrays.stream(drawn).min().orElseThrow()).isEqualTo(middle - 56);
    assertThat(Arrays.stream(drawn).max().orElseThrow()).isEqualTo(middle + 56);
  }

  @Test
  void textFromOutsideIsEscaped() {
    String nasty = "<script>alert(1)</script> & \"'\u0000\u0001\u001b";
    LineChart chart =
        new LineChart(
            nasty,
            new Axis(nasty, Scale.WHOLE),
            new Axis(nasty, Scale.LINEAR, Optional.of(new Band(nasty, 1, 2))),
            List.of(series(nasty, 1, 2), series("b", 1)));

    assertThat(Parsed.all(svg(chart), "script")).isEmpty();
    assertThat(Parsed.texts(svg(chart), "title"))
        .containsExactly("<script>alert(1)</script> & \"'");
  }

  @Test
  void theDefaultLocaleDoesNotMatter() {
    LineChart chart = chart(Scale.LINEAR, series("a", 1.5, 2.25), series("b", 12_345));
    String svg = chart.svg();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(chart.svg()).isEqualTo(svg);
      Locale.setDefault(Locale.GERMANY);
      assertThat(chart.svg()).isEqualTo(svg);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> new Series("a", new double[2], new double[3]))
        .hasMessageContaining("series 'a' has 2 x and 3 y");
    Style bars = new ErrorBars(new double[2], new double[1]);
    assertThatThrownBy(() -> new Series("a", new double[2], new double[2], bars))
        .hasMessageContaining("series 'a' has 2 points and error bars from 2 values to 1");
    assertThatThrownBy(
            () ->
                new LineChart(
                    "t", new Axis("x", Scale.LOGARITHMIC), new Axis("y", Scale.LINEAR), List.of()))
        .hasMessageContaining("linear");
  }

  @Property(tries = 1_000)
  void whateverTheValuesTheChartIsFiniteAndInsideItsFrame(
      @ForAll long[] bits, @ForAll Scale scale) {
    // Every pattern of bits is a double: denormals, infinities and NaN among them.
    double[] y = Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
    double[] high = Arrays.stream(y).map(value -> 2 * value).toArray();
    String svg =
        chart(
                scale,
                new Series("a", xs(y.length), y, new ErrorBars(y, high)),
                new Series("b", xs(y.length), y, new Dots()))
            .svg();
    Element root = Parsed.root(svg);

    assertThat(svg).doesNotContain("NaN", "Infinity", "null");
    double height = Double.parseDouble(root.getAttribute("viewBox").split(" ", -1)[3]);
    for (Element line : Parsed.all(root, "polyline")) {
      for (String point : line.getAttribute("points").split(" ", -1)) {
        assertThat(Double.parseDouble(point.split(",", -1)[0])).isBetween(0.0, 360.0);
        assertThat(Double.parseDouble(point.split(",", -1)[1])).isBetween(0.0, height);
      }
    }
    for (Element ring : Parsed.all(root, "circle")) {
      assertThat(Double.parseDouble(ring.getAttribute("cy"))).isBetween(0.0, height);
    }
    Matcher ends = Pattern.compile("M[\\d.]+ ([\\d.]+)V([\\d.]+)m").matcher(svg);
    while (ends.find()) {
      assertThat(Double.parseDouble(ends.group(1))).isBetween(0.0, height);
      assertThat(Double.parseDouble(ends.group(2))).isBetween(0.0, height);
    }
  }

  private static LineChart chart(Scale scale, Series... series) {
    return new LineChart(
        "Loss", new Axis("round", Scale.WHOLE), new Axis("loss, nats", scale), List.of(series));
  }

  private static Series series(String name, double... y) {
    return new Series(name, xs(y.length), y);
  }

  private static double[] xs(int count) {
    return IntStream.rangeClosed(1, count).mapToDouble(i -> i).toArray();
  }

  private static Element svg(LineChart chart) {
    return Parsed.root(chart.svg());
  }
}
