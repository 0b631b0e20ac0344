// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.Parsed;
import convoy.preprocessing.Split;
import convoy.training.monitor.RoundCost;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlReportTest {
  private static final String NASTY = "<script>alert(1)</script>\"'&<b>";

  @Test
  void theAnswerComesFirstAndTheProvenanceLast() {
    List<String> sections =
        Parsed.all(page(FakeRun.cifar10()), "section").stream()
            .map(section -> section.getAttribute("id"))
            .toList();

    assertThat(sections)
        .containsExactly(
            "answer",
            "members",
            "curves",
            "throughput",
            "workers",
            "confusion",
            "layers",
            "filters",
            "preprocessing",
            "phases",
            "provenance");
  }

  @Test
  void theAnswerIsTheTestResultOfTheMemberThatValidationChose() {
    Element answer = section(FakeRun.cifar10(), "answer");

    assertThat(answer.getTextContent())
        .contains("93.10\u00a0% of 10,000 test examples", "running-average", "99.71\u00a0%", "nats")
        .contains("10.00\u00a0%", "chosen on the validation split");
  }

  @Test
  void everyMemberHasARowAndOneIsTheBest() {
    Element members = section(FakeRun.cifar10(), "members");
    List<Element> rows = Parsed.all(members, "tr");

    assertThat(rows).hasSize(1 + FakeRun.members().size());
    assertThat(rows)
        .filteredOn(row -> row.getAttribute("class").equals("best"))
        .singleElement()
        .satisfies(row -> assertThat(row.getTextContent()).contains("running-average", "test"));
    assertThat(rows.get(6).getTextContent()).isEqualTo("from-scratch (failed)validation–––0");
  }

  @Test
  void thereAreTenChartsWithNames() {
    assertThat(Parsed.all(page(FakeRun.cifar10()), "title"))
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
  void anEpochValidatedTwiceShowsWhatItHadReached() {
    RoundRecord early = point(1, 1, 0.25);
    RoundRecord late = point(1, 2, 0.5);
    Element curves = section(with(List.of(early, late, point(2, 3, Double.NaN))), "curves");

    assertThat(Parsed.texts(curves, "desc"))
        .contains(
            "top-1, % over epoch. training: from 37.5 at 1 to 37.5 at 1, lowest 37.5 at 1, highest"
                + " 37.5 at 1. validation: from 50 at 1 to 50 at 1, lowest 50 at 1, highest 50 at"
                + " 1.");
  }

  @Test
  void trainingAccuracyIsTheMeanOverAnEpochsExamples() {
    List<RoundRecord> history =
        List.of(
            trained(1, 1, 30, 0.2),
            trained(1, 2, 10, 0.6),
            trained(1, 3, 10, Double.NaN),
            trained(2, 4, 0, 1),
            trained(3, 5, 10, 0.75));

    assertThat(Parsed.texts(section(with(history), "curves"), "desc"))
        .contains(
            "top-1, % over epoch. training: from 30 at 1 to 75 at 3, lowest 30 at 1, highest 75 at"
                + " 3.");
  }

  @Test
  void anAccuracyThatWasNeverMeasuredIsAnEmptyChart() {
    Element curves = section(with(List.of(trained(1, 1, 10, Double.NaN))), "curves");

    assertThat(curves.getTextContent()).contains("nothing was measured");
    assertThat(Parsed.texts(curves, "desc")).contains("top-1, % over epoch.");
  }

  @Test
  void theCheckpointsOfAMemberStandUnderItsName() {
    MemberMetrics ensemble =
        new MemberMetrics("ensemble", Split.TEST, 1, 1, 1, 0, new long[][] {{1}})
            .madeOf(List.of("epoch-0001", NASTY));

    assertThat(Parsed.texts(section(withMember(ensemble), "members"), "small"))
        .containsExactly("epoch-0001, " + NASTY);
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    Element page = page(FakeRun.cifar10());

    assertThat(Parsed.all(page, "*"))
        .noneMatch(element -> element.hasAttribute("href"))
        .filteredOn(element -> element.hasAttribute("src"))
        .hasSize(8)
        .allMatch(element -> element.getAttribute("src").startsWith("data:image/png;base64,"));
    assertThat(Parsed.all(page, "script")).isEmpty();
    assertThat(Parsed.all(page, "link")).isEmpty();
    assertThat(Parsed.texts(page, "style").get(0)).doesNotContain("url(", "@import");
    assertThat(Parsed.all(page, "meta"))
        .anyMatch(
            meta ->
                meta.getAttribute("http-equiv").equals("Content-Security-Policy")
                    && meta.getAttribute("content").startsWith("default-src 'none'"));
  }

  @Test
  void everythingFromOutsideIsEscaped() {
    MemberMetrics member =
        new MemberMetrics(NASTY, Split.TEST, 3, 1.0 / 3, 1, 1, new long[][] {{1, 2}, {0, 0}});
    RunReport report =
        new RunReport(
            NASTY,
            Map.of(NASTY, NASTY),
            FakeRun.history(1, 2),
            FakeSamples.of(FakeSamples.layer(NASTY)),
            List.of(member),
            2,
            List.of(NASTY, "dog"),
            Optional.empty(),
            Optional.empty(),
            Map.of(NASTY, 1.0));
    String html = HtmlReport.render(report);
    Element page = Parsed.root(html);

    assertThat(html).doesNotContain("<script").doesNotContain("<b>");
    assertThat(Parsed.texts(page, "h1")).containsExactly(NASTY);
    for (String id : List.of("answer", "members", "confusion", "layers", "phases", "provenance")) {
      assertThat(section(report, id).getTextContent()).contains(NASTY);
    }
    assertThat(section(report, "answer").getTextContent()).contains("test split was read 2 times");
  }

  @Test
  void oneReadingOfTheTestSplitIsATestAndNoneIsNotSpokenOf() {
    assertThat(section(FakeRun.cifar10(), "answer").getTextContent())
        .contains("The test split was read once.");
    RunReport validated = FakeRun.of(List.of(), FakeRun.members().subList(0, 4), Map.of());
    assertThat(section(validated, "answer").getTextContent()).doesNotContain("test split");
  }

  @Test
  void whateverIsMissingThePageShowsNoNaNInfinityOrNull() {
    for (RunReport report :
        List.of(
            FakeRun.empty(),
            with(List.of(point(0, 0, Double.NaN))),
            with(List.of(diverged(1), diverged(2))),
            FakeRun.of(FakeSamples.missing(Double.NaN)),
            FakeRun.of(FakeSamples.missing(Double.POSITIVE_INFINITY)),
            FakeRun.of(FakeSamples.missing(1e308)),
            withMembers(ClassificationMetrics.zero(3)),
            withMembers(ClassificationMetrics.zero(3).add(new float[] {1, 0, 0}, 0, 0)),
            withMembers(ClassificationMetrics.zero(1).add(new float[] {Float.NaN}, 0, 0)))) {
      String html = HtmlReport.render(report);
      assertThat(withoutImages(html)).doesNotContain("NaN", "Infinity", "null");
      assertThat(Parsed.texts(Parsed.root(html), "h1").get(0)).isNotBlank();
    }
    assertThat(withoutImages(HtmlReport.render(FakeRun.cifar10())))
        .doesNotContain("NaN", "Infinity", "null");
  }

  @Test
  void anEmptyReportSaysSo() {
    assertThat(page(FakeRun.empty()).getTextContent())
        .contains("there is no answer yet", "No round was recorded");
  }

  @Test
  void examplesWithoutAPredictionAreMentioned() {
    ClassificationMetrics metrics =
        ClassificationMetrics.zero(2)
            .add(new float[] {1, 0}, 0, 0)
            .add(new float[] {Float.NaN, 0}, 0, 0);

    assertThat(section(withMembers(metrics), "confusion").getTextContent())
        .contains("without a defined prediction, not shown: 1.");
  }

  @Test
  void theWorstMistakesAreListed() {
    Element confusion = section(FakeRun.cifar10(), "confusion");
    List<Element> rows = Parsed.all(Parsed.all(confusion, "table").get(1), "tr");

    assertThat(rows).hasSize(11);
    assertThat(rows.get(1).getTextContent()).isEqualTo("catdog10010.00\u00a0%");
  }

  @Test
  void aHundredClassesAreAPictureAndNotATable() {
    long[][] confusion = new long[100][100];
    confusion[99][0] = 5;
    MemberMetrics member = new MemberMetrics("m", Split.TEST, 5, 0, 0, 9, confusion);
    Element section = section(withMember(member), "confusion");

    assertThat(Parsed.all(section, "img")).hasSize(1);
    assertThat(Parsed.all(section, "td")).hasSizeLessThan(10);
    assertThat(section.getTextContent()).contains("class 99class 05100.00\u00a0%");
  }

  @Test
  void barsAreAsLongAsTheirShare() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("train", 30.0);
    seconds.put("evaluate", 10.0);
    seconds.put("broken", Double.NaN);
    Element phases = section(FakeRun.of(List.of(), List.of(), seconds), "phases");

    assertThat(Parsed.all(phases, "div"))
        .filteredOn(div -> div.hasAttribute("style"))
        .extracting(bar -> bar.getAttribute("style"))
        .containsExactly("width:75.0%", "width:25.0%", "width:0.0%");
    assertThat(phases.getTextContent()).contains("40.0\u00a0s");
    assertThat(Parsed.texts(phases, "th"))
        .containsSubsequence("train", "evaluate", "broken", "sum");
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

  @Test
  void partsThatAreNullAreRefusedByName() {
    Map<String, String> provenance = new HashMap<>(Collections.singletonMap("git commit", null));

    assertThatThrownBy(
            () ->
                new RunReport(
                    "t",
                    provenance,
                    List.of(),
                    Samples.NONE,
                    List.of(),
                    0,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("git commit");
  }

  private static Element page(RunReport report) {
    return Parsed.root(HtmlReport.render(report));
  }

  private static Element section(RunReport report, String id) {
    return Parsed.all(page(report), "section").stream()
        .filter(section -> section.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Base64 may spell anything. */
  private static String withoutImages(String html) {
    return html.replaceAll("base64,[A-Za-z0-9+/=]+", "");
  }

  private static RoundRecord point(int epoch, int round, double accuracy) {
    return new RoundRecord(
        epoch,
        round,
        round,
        1,
        10,
        100,
        1,
        0,
        accuracy,
        accuracy,
        accuracy,
        0.1,
        0.01,
        2,
        1e-3,
        new RoundCost(5, 1, 1, 1, 1),
        1);
  }

  private static RoundRecord trained(int epoch, int round, long examples, double accuracy) {
    double nan = Double.NaN;
    return new RoundRecord(
        epoch,
        round,
        round,
        1,
        examples,
        100,
        1,
        0,
        accuracy,
        nan,
        nan,
        0.1,
        nan,
        nan,
        nan,
        new RoundCost(5, 1, 1, 1, 1),
        1);
  }

  private static RoundRecord diverged(int round) {
    double nan = Double.NaN;
    double infinity = Double.POSITIVE_INFINITY;
    return new RoundRecord(
        1,
        round,
        1,
        1,
        1,
        infinity,
        nan,
        0,
        infinity,
        nan,
        infinity,
        -infinity,
        nan,
        nan,
        infinity,
        new RoundCost(nan, infinity, nan, infinity, nan),
        infinity);
  }

  private static RunReport with(List<RoundRecord> history) {
    return FakeRun.of(history, List.of(), Map.of("nothing", 0.0));
  }

  private static RunReport withMembers(ClassificationMetrics metrics) {
    return withMember(MemberMetrics.of("m", Split.VALIDATION, metrics));
  }

  private static RunReport withMember(MemberMetrics member) {
    return FakeRun.of(List.of(), List.of(member), Map.of());
  }
}
