// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.PairedCounts;
import convoy.evaluation.picture.Parsed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class HtmlReportTest {
  private static final String NASTY = "<script>alert(1)</script>\"'&<b>";

  @Test
  void theAnswerComesFirstAndTheProvenanceLast() {
    List<String> sections =
        Parsed.all(FakePage.page(FakeRun.cifar10()), "section").stream()
            .map(section -> section.getAttribute("id"))
            .toList();

    assertThat(sections)
        .containsExactly(
            "answer",
            "curves",
            "confusion",
            "classes",
            "members",
            "throughput",
            "workers",
            "layers",
            "filters",
            "preprocessing",
            "phases",
            "provenance");
  }

  @Test
  void everyChartHasAName() {
    assertThat(Parsed.all(FakePage.page(FakeRun.cifar10()), "title"))
        .filteredOn(title -> !title.getParentNode().getParentNode().getNodeName().equals("td"))
        .extracting(Element::getTextContent)
        .containsExactly(
            "CIFAR-10, residual network, 4 workers",
            "Loss by round",
            "Accuracy by epoch",
            "Learning rate by round",
            "Throughput by round",
            "Time of a round by its parts",
            "Distance of replicas by round",
            "Update ratio by layer",
            "Dead units by layer",
            "Eigenvalues of the covariance",
            "Variance held by the first components");
  }

  @Test
  void everyImageHasATextInItsPlaceAndIsPartOfThePage() {
    List<Element> images = Parsed.all(FakePage.page(FakeRun.cifar10()), "img");

    assertThat(images)
        .extracting(image -> image.getAttribute("alt"))
        .containsExactly(
            "64 filters of 5 x 5 pixels",
            "Mean image of the training split",
            "Standard deviation of each pixel of the training split",
            "49 images of the training split as they are",
            "The first 144 eigenvectors of the covariance as images",
            "The same images reduced to 144 components",
            "The same images whitened with 144 components",
            "Training images augmented, epoch by epoch: frog 0, frog 1, frog 2, frog 3, frog 4,"
                + " frog 5");
    assertThat(images)
        .allMatch(image -> image.getAttribute("src").startsWith("data:image/png;base64,"));
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    Element page = FakePage.page(FakeRun.cifar10());

    assertThat(Parsed.all(page, "*")).noneMatch(element -> element.hasAttribute("href"));
    assertThat(Parsed.all(page, "*"))
        .filteredOn(element -> element.hasAttribute("src"))
        .allMatch(element -> element.getNodeName().equals("img"));
    assertThat(Parsed.all(page, "script")).isEmpty();
    assertThat(Parsed.all(page, "link")).isEmpty();
  }

  @Test
  void everythingFromOutsideIsEscaped() {
    RunReport report = FakeRun.named(NASTY);
    String html = HtmlReport.render(report);

    assertThat(html).doesNotContain("<script").doesNotContain("<b>");
    assertThat(Parsed.texts(Parsed.root(html), "h1")).containsExactly(NASTY);
    for (String id :
        List.of("answer", "members", "classes", "confusion", "layers", "phases", "provenance")) {
      assertThat(FakePage.section(report, id).getTextContent()).contains(NASTY);
    }
  }

  static Stream<RunReport> reports() {
    return Stream.of(
        FakeRun.cifar10(),
        FakeRun.empty(),
        FakeRun.of(List.of(FakeRounds.point(0, 0, Double.NaN)), List.of(), Map.of("nothing", 0.0)),
        FakeRun.ofHistory(FakeRounds.diverged(1), FakeRounds.diverged(2)),
        FakeRun.of(FakeSamples.missing(Double.NaN)),
        FakeRun.of(FakeSamples.missing(Double.POSITIVE_INFINITY)),
        FakeRun.of(FakeSamples.missing(1e308)),
        FakeRun.of(ClassificationMetrics.zero(3)),
        FakeRun.of(ClassificationMetrics.zero(3).add(new float[] {1, 0, 0}, 0, 0)),
        FakeRun.of(ClassificationMetrics.zero(3).add(new float[] {1, 0, 0}, 0, 1)),
        FakeRun.of(ClassificationMetrics.zero(1).add(new float[] {Float.NaN}, 0, 0)),
        FakeRun.of(EnsembleSectionTest.ensemble(PairedCounts.zero(), Double.NaN)),
        FakeRun.of(EnsembleSectionTest.ensemble(PairedCounts.zero().add(1, 0, 2), Double.NaN)));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void whateverIsMissingThePageShowsNoNaNInfinityOrNull(RunReport report) {
    assertThat(FakePage.withoutImages(report)).doesNotContain("NaN", "Infinity", "null");
    assertThat(Parsed.texts(FakePage.page(report), "h1").get(0)).isNotBlank();
  }

  @Test
  void anEmptyReportSaysSo() {
    assertThat(FakePage.page(FakeRun.empty()).getTextContent())
        .contains("there is no answer yet", "No round was recorded");
  }

  @Test
  void theDefaultLocaleDoesNotMatter() {
    String html = HtmlReport.render(FakeRun.cifar10());
    Locale before = Locale.getDefault();
    try {
      for (Locale locale :
          Stream.of("ar-EG-u-nu-arab", "de-DE", "tr-TR").map(Locale::forLanguageTag).toList()) {
        Locale.setDefault(locale);
        assertThat(HtmlReport.render(FakeRun.cifar10())).isEqualTo(html);
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}
