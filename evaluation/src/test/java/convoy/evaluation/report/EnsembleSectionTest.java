// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.metric.EnsembleMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.PairedCounts;
import convoy.evaluation.picture.Parsed;
import convoy.preprocessing.Split;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class EnsembleSectionTest {
  /** An ensemble of two, beside the best of them. */
  static MemberMetrics ensemble(PairedCounts against, double known) {
    long right = against.bothRight() + against.onlyFirst();
    double top1 = against.count() == 0 ? 0 : (double) right / against.count();
    return new MemberMetrics(
            "<b>both", Split.VALIDATION, against.count(), top1, 1, 0, new long[][] {{right}})
        .gaining(
            new EnsembleMetrics(
                false, 2, "one", against, known, known, 2_000_000, known, List.of(0.6, 0.8)));
  }

  /** Of ten examples both are right on six, the ensemble alone on two, the part alone on one. */
  private static PairedCounts counts() {
    PairedCounts counts = PairedCounts.zero();
    for (int i = 0; i < 6; i++) {
      counts.add(0, 0, 0);
    }
    return counts.add(0, 0, 1).add(0, 0, 2).add(0, 1, 0).add(0, 1, 1);
  }

  @Test
  void aRowHasTheGainItsIntervalAndTheCost() {
    Element section = Parsed.root(EnsembleSection.html(List.of(ensemble(counts(), 0.25))));

    // Bonett and Price: (3 - 2) / 12 +- 1.96 sqrt((3/12 + 2/12 - 1/144) / 12); exact p of 2 to 1.
    assertThat(Parsed.texts(section, "td"))
        .containsExactly(
            "validation",
            "2",
            "70.00",
            "80.00",
            "10.00",
            "-27.88 to 44.55",
            "1.000",
            "25.00",
            "0.250",
            "2,000,000",
            "0");
    assertThat(Parsed.texts(section, "th")).contains("<b>both");
    assertThat(Parsed.texts(section, "desc").get(0))
        .contains("<b>both, validation: from 60 at 1 to 80 at 2");
  }

  @Test
  void whatIsNotKnownIsADash() {
    Element section = Parsed.root(EnsembleSection.html(List.of(ensemble(counts(), Double.NaN))));

    assertThat(Parsed.texts(section, "td")).contains("–").doesNotContain("NaN");
  }

  @Test
  void withoutAnEnsembleThereIsNoSection() {
    assertThat(EnsembleSection.html(FakeRun.members())).isEmpty();
    assertThat(EnsembleSection.html(List.of(ensemble(PairedCounts.zero(), 0)))).isEmpty();
  }
}
