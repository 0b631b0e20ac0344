// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.neighbours.Distance;
import convoy.evaluation.neighbours.FoldResults;
import convoy.evaluation.neighbours.NeighboursResult;
import convoy.evaluation.picture.Parsed;
import convoy.evaluation.report.NeighboursReport.Search;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class NeighboursReportTest {
  private static final Search PIXELS = new Search("data/shards", "pixels", Distance.L2, false);

  /** Of 10 queries by the k = 1 and 3; 30 % and 50 % by one, 60 % and 60 % by three. */
  private static final FoldResults FOLDS = new FoldResults(List.of(result(3, 6), result(5, 6)));

  private static NeighboursResult result(int... hits) {
    List<ClassificationMetrics> metrics =
        IntStream.of(hits)
            .mapToObj(
                right -> {
                  ClassificationMetrics counted = ClassificationMetrics.zero(2);
                  for (int query = 0; query < 10; query++) {
                    counted.add(new float[] {1, 0}, 0, query < right ? 0 : 1);
                  }
                  return counted;
                })
            .toList();
    return new NeighboursResult(List.of(1, 3).subList(0, hits.length), metrics, new int[][] {{}});
  }

  private static List<String> rows(Element page) {
    return Parsed.all(page, "tr").stream()
        .map(
            row ->
                String.join(
                    "|", Parsed.all(row, "*").stream().map(Element::getTextContent).toList()))
        .toList();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void foldsHaveTheCoursesPlot() {
    Element page = Parsed.root(NeighboursReport.render(PIXELS, FOLDS));

    List<Element> grid =
        Parsed.all(page, "line").stream()
            .filter(line -> line.getAttribute("stroke").equals("#e3e3e3"))
            .toList();
    double base = number(grid.get(0), "y1"); // 30 %
    assertThat(base - number(grid.get(3), "y1")).isEqualTo(160); // 60 %
    List<Element> rings =
        Parsed.all(page, "circle").stream()
            .filter(circle -> circle.getAttribute("fill").equals("none"))
            .toList();
    assertThat(rings)
        .extracting(ring -> Math.round(10 * (base - number(ring, "cy"))) / 10.0)
        .containsExactly(0.0, 106.7, 160.0, 160.0);
    // One deviation of 10 % to either side of the mean of 40 %.
    String[] bar =
        Parsed.all(page, "path").stream()
            .map(path -> path.getAttribute("d"))
            .filter(path -> path.contains("V"))
            .findFirst()
            .orElseThrow()
            .split("[ VmM]", -1);
    assertThat(Double.parseDouble(bar[2])).isEqualTo(base);
    assertThat(Double.parseDouble(bar[3])).isCloseTo(base - 106.7, within(0.051));
    assertThat(rows(page))
        .containsExactly("k|mean accuracy, %|deviation, %", "1|40.00|10.00", "3|60.00|0.00");
    assertThat(page.getTextContent())
        .contains(
            "k = 3 is best: 60.00\u00a0% classified right, the mean over 2 folds",
            "mean, with one deviation: from 40 (bar 30 to 50) at 1", "a fold: 4 points");
  }

  @Test
  void theValidationSplitHasIntervals() {
    Element page = Parsed.root(NeighboursReport.render(PIXELS, result(5, 5)));

    assertThat(rows(page))
        .containsExactly(
            "k|accuracy, %|95 % interval, %", "1|50.00|23.66–76.34", "3|50.00|23.66–76.34");
    assertThat(page.getTextContent())
        .contains("k = 1 is best: 50.00\u00a0% of 10 validation examples", "flatters")
        .contains("accuracy: from 50 (bar 23.66 to 76.34) at 1");
    assertThat(Parsed.all(page, "tr").get(1).getAttribute("class")).isEqualTo("best");
  }

  @Test
  void oneKIsEnough() {
    String html = NeighboursReport.render(PIXELS, result(0));

    assertThat(html).doesNotContain("NaN", "Infinity", "null");
    assertThat(rows(Parsed.root(html))).element(1).asString().startsWith("1|0.00|0.00–");
  }

  @Test
  void codesOfTheFoldsAreSaidToFlatter() {
    Search codes = new Search("data/shards", "codes of runs/one", Distance.L2, true);

    assertThat(NeighboursReport.render(codes, FOLDS)).contains("learnt the labels of every fold");
    assertThat(NeighboursReport.render(PIXELS, FOLDS)).doesNotContain("learnt the labels");
    assertThat(NeighboursReport.render(codes, result(5))).doesNotContain("learnt the labels");
  }

  @Test
  void everythingFromOutsideIsEscaped() {
    String nasty = "<script>alert(1)</script>\"'&<b>";
    Element page =
        Parsed.root(
            NeighboursReport.render(new Search(nasty, nasty, Distance.L1, false), result(5)));

    assertThat(Parsed.all(page, "script")).isEmpty();
    assertThat(Parsed.texts(page, "dd")).containsExactly(nasty, "L1", nasty);
  }

  @Test
  void theDefaultLocaleDoesNotMatter() {
    String html = NeighboursReport.render(PIXELS, FOLDS);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(NeighboursReport.render(PIXELS, FOLDS)).isEqualTo(html);
    } finally {
      Locale.setDefault(before);
    }
  }
}
