// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.picture.Parsed;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class CurvesSectionTest {
  @Test
  void anEpochValidatedTwiceShowsWhatItHadReached() {
    RoundRecord early = FakeRounds.point(1, 1, 0.25);
    RoundRecord late = FakeRounds.point(1, 2, 0.5);
    Element curves =
        FakePage.section(
            FakeRun.ofHistory(early, late, FakeRounds.point(2, 3, Double.NaN)), "curves");

    assertThat(Parsed.texts(curves, "desc"))
        .contains(
            "top-1, % over epoch. training: from 37.5 at 1 to 37.5 at 1, lowest 37.5 at 1, highest"
                + " 37.5 at 1. validation: from 50 at 1 to 50 at 1, lowest 50 at 1, highest 50 at"
                + " 1.");
  }

  @Test
  void aLossThatIsNoCrossEntropyHasNoUnit() {
    RoundRecord round = FakeRounds.point(1, 1, 0.25);
    RunReport report = FakeRun.ofHistory(round);
    RunReport hinge =
        new RunReport(
            report.origin(),
            new RunReport.Training(
                List.of(round),
                Samples.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ""),
            report.results());

    assertThat(Parsed.texts(FakePage.section(report, "curves"), "text")).contains("loss, nats");
    assertThat(Parsed.texts(FakePage.section(hinge, "curves"), "text"))
        .contains("loss")
        .doesNotContain("loss, nats");
  }

  @Test
  void trainingAccuracyIsTheMeanOverAnEpochsExamples() {
    List<RoundRecord> history =
        List.of(
            FakeRounds.trained(1, 1, 30, 0.2),
            FakeRounds.trained(1, 2, 10, 0.6),
            FakeRounds.trained(1, 3, 10, Double.NaN),
            FakeRounds.trained(2, 4, 0, 1),
            FakeRounds.trained(3, 5, 10, 0.75));

    assertThat(
            Parsed.texts(
                FakePage.section(FakeRun.of(history, List.of(), Map.of()), "curves"), "desc"))
        .contains(
            "top-1, % over epoch. training: from 30 at 1 to 75 at 3, lowest 30 at 1, highest 75 at"
                + " 3.");
  }

  @Test
  void whatTheTwoAccuraciesSayStandsAboveTheirCurves() {
    RunReport report =
        FakeRun.ofHistory(
            FakeRounds.round(1, 1, 10, 0.5, 0.5),
            FakeRounds.round(2, 2, 10, 0.75, 0.55),
            FakeRounds.round(3, 3, 10, 0.95, 0.55));

    assertThat(FakePage.section(report, "curves").getTextContent())
        .contains("Overfitting. In epoch 3,", "a gap of 40.00\u00a0points");
    assertThat(FakePage.section(FakeRun.ofHistory(FakeRounds.trained(1, 1, 10, 1)), "curves"))
        .satisfies(curves -> assertThat(curves.getTextContent()).doesNotContain("epoch 1,"));
  }

  @Test
  void anAccuracyThatWasNeverMeasuredIsAnEmptyChart() {
    Element curves =
        FakePage.section(FakeRun.ofHistory(FakeRounds.trained(1, 1, 10, Double.NaN)), "curves");

    assertThat(curves.getTextContent()).contains("nothing was measured");
    assertThat(Parsed.texts(curves, "desc")).contains("top-1, % over epoch.");
  }
}
