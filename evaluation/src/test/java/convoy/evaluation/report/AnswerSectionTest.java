// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.Parsed;
import convoy.preprocessing.Split;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class AnswerSectionTest {
  @Test
  void theAnswerIsTheTestResultOfTheMemberThatValidationChose() {
    Element answer = FakePage.section(FakeRun.cifar10(), "answer");

    assertThat(answer.getTextContent())
        .contains("93.10\u00a0% of 10,000 test examples", "running-average", "99.71\u00a0%", "nats")
        .contains("10.00\u00a0%", "chosen on the validation split")
        .contains("A member is a set of trained parameters that was measured")
        .contains("All " + FakeRun.members().size() + " are below.");
  }

  @Test
  void everyMemberHasARowAndOneIsTheBest() {
    Element members = FakePage.section(FakeRun.cifar10(), "members");
    List<Element> rows = Parsed.all(members, "tr");

    assertThat(rows).hasSize(1 + FakeRun.members().size());
    assertThat(rows)
        .filteredOn(row -> row.getAttribute("class").equals("best"))
        .singleElement()
        .satisfies(row -> assertThat(row.getTextContent()).contains("running-average", "test"));
    assertThat(rows.get(6).getTextContent()).isEqualTo("from-scratch (failed)validation––––––0");
  }

  @Test
  void theBaselinesAreWhatAClassifierCouldKnow() {
    MemberMetrics member =
        new MemberMetrics("m", Split.VALIDATION, 10, 0.8, 1, 0.5, new long[][] {{6, 2}, {0, 2}});
    RunReport report =
        new RunReport(
            new RunReport.Origin("t", Map.of(), Map.of()),
            RunReport.Training.NONE,
            new RunReport.Results(List.of(member), 0, List.of(), List.of(3L, 4L)));

    assertThat(Parsed.texts(FakePage.section(report, "answer"), "div"))
        .contains("always training's largest class20.00\u00a0%", "chance50.00\u00a0%");
    assertThat(Parsed.texts(FakePage.section(FakeRun.of(member), "answer"), "div"))
        .contains("always training's largest class–");
  }

  @Test
  void baselinesOfTheSameSplitStandBesideTheAnswer() {
    MemberMetrics best =
        new MemberMetrics("m", Split.TEST, 10, 0.8, 1, 0.5, new long[][] {{8, 2}, {0, 0}});
    MemberMetrics tested =
        new MemberMetrics("<b>", Split.TEST, 10, 0.4, 1, 0.5, new long[][] {{4, 6}, {0, 0}});
    MemberMetrics validated =
        new MemberMetrics(
            "other", Split.VALIDATION, 10, 0.3, 1, 0.5, new long[][] {{3, 7}, {0, 0}});
    String html =
        AnswerSection.html(
            new RunReport.Results(
                List.of(best),
                0,
                List.of(),
                List.of(),
                List.of(tested, validated),
                Optional.empty()));

    assertThat(html).contains("<dt>&lt;b&gt;</dt><dd>40.00\u00a0%</dd>").doesNotContain("other");
  }

  @Test
  void theIntervalStandsBesideTheAccuracy() {
    // Wilson's interval of 8 out of 10: 0.490 to 0.943 (Brown, Cai and DasGupta, 2001).
    MemberMetrics member =
        new MemberMetrics("m", Split.VALIDATION, 10, 0.8, 1, 0.5, new long[][] {{8, 2}, {0, 0}});

    assertThat(Parsed.texts(FakePage.section(FakeRun.of(member), "members"), "td"))
        .containsExactly("validation", "80.00", "49.02–94.33", "100.00", "0.5000", "–", "–", "10");
  }

  @Test
  void theCheckpointsOfAMemberStandUnderItsName() {
    MemberMetrics ensemble =
        new MemberMetrics("ensemble", Split.TEST, 1, 1, 1, 0, new long[][] {{1}})
            .madeOf(List.of("epoch-0001", "<b>2"));

    assertThat(Parsed.texts(FakePage.section(FakeRun.of(ensemble), "members"), "small"))
        .containsExactly("epoch-0001, <b>2");
  }

  @Test
  void oneReadingOfTheTestSplitIsATestAndNoneIsNotSpokenOf() {
    assertThat(FakePage.section(FakeRun.cifar10(), "answer").getTextContent())
        .contains("The test split was read once.");
    RunReport validated = FakeRun.of(List.of(), FakeRun.members().subList(0, 4), Map.of());
    assertThat(FakePage.section(validated, "answer").getTextContent()).doesNotContain("test split");
    assertThat(FakePage.section(FakeRun.named("m"), "answer").getTextContent())
        .contains("The test split was read 2 times");
  }
}
