// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.Parsed;
import convoy.preprocessing.Split;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ComparisonReportTest {
  private static final Map<String, String> SMALL = Map.of("train.batch", "32");
  private static final Map<String, String> LARGE = Map.of("train.batch", "64");

  private static ComparedRun run(
      String name, double accuracy, Map<String, String> settings, String digest) {
    RunReport report =
        new RunReport(
            new RunReport.Origin(name, Map.of(), Map.of("train", 75.0)),
            FakeRun.cifar10().training(),
            new RunReport.Results(
                List.of(FakeRun.member("final", Split.VALIDATION, 5_000, accuracy)),
                0,
                List.of(),
                List.of()));
    return new ComparedRun(report, settings, digest);
  }

  private static Element page(ComparedRun... runs) {
    return Parsed.root(ComparisonReport.render(List.of(runs)));
  }

  private static Element section(Element page, String id) {
    return Parsed.all(page, "section").stream()
        .filter(section -> section.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> rows(Element section) {
    return Parsed.all(section, "tr").stream()
        .map(
            row ->
                String.join(
                    "|", Parsed.all(row, "*").stream().map(Element::getTextContent).toList()))
        .toList();
  }

  @Test
  void theRunsStandSideBySide() {
    Element page = page(run("a", 0.8, SMALL, "x"), run("b", 0.9, LARGE, "x"));

    MemberMetrics better = FakeRun.member("final", Split.VALIDATION, 5_000, 0.9);
    assertThat(rows(section(page, "answers")))
        .hasSize(3)
        .element(2)
        .asString()
        .startsWith("b|final|validation|" + Figures.decimal(100 * better.top1(), 2))
        .endsWith("|1\u00a0min 15\u00a0s");
    assertThat(rows(section(page, "settings"))).containsExactly("setting|a|b", "train.batch|32|64");
    assertThat(rows(section(page, "members"))).hasSize(2).first().isEqualTo("member|a|b");
    assertThat(Parsed.all(section(page, "curves"), "title"))
        .extracting(Element::getTextContent)
        .contains("Validation accuracy by epoch", "Loss by images seen");
    assertThat(page.getTextContent()).doesNotContain("different images");
  }

  @Test
  void itSaysSoWhereTheImagesDiffer() {
    assertThat(page(run("a", 0.8, SMALL, "x"), run("b", 0.8, SMALL, "y")).getTextContent())
        .contains("accuracies are of different images", "All runs have the same settings");
    assertThat(page(run("a", 0.8, SMALL, "x"), run("b", 0.8, SMALL, "")).getTextContent())
        .doesNotContain("different images");
  }

  @Test
  void aSettingThatOneRunDoesNotHaveIsADash() {
    assertThat(
            rows(section(page(run("a", 0.9, SMALL, ""), run("b", 0.9, Map.of(), "")), "settings")))
        .contains("train.batch|32|–");
  }

  @Test
  void whateverIsMissingNothingIsNotANumber() {
    ComparedRun empty = new ComparedRun(FakeRun.empty(), Map.of(), "");
    String html =
        ComparisonReport.render(
            List.of(
                empty,
                new ComparedRun(FakeRun.of(FakeRun.member("m", Split.TEST, 0, 0)), Map.of(), ""),
                new ComparedRun(FakeRun.ofHistory(FakeRun.history(1, 1).get(0)), Map.of(), "")));

    assertThat(html).doesNotContain("NaN", "Infinity", "null");
    assertThat(section(page(empty), "curves").getTextContent()).contains("No round was recorded");
  }

  @Test
  void everythingFromOutsideIsEscaped() {
    String nasty = "<script>alert(1)</script>\"'&<b>";
    Element page =
        page(
            new ComparedRun(FakeRun.named(nasty), Map.of(nasty, nasty), ""),
            run("b", 0.5, SMALL, ""));

    assertThat(Parsed.all(page, "script")).isEmpty();
    assertThat(page.getTextContent()).contains(nasty);
  }
}
