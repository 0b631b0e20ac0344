// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.metric.MemberMetrics;
import convoy.preprocessing.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberTableTest {
  private static MemberMetrics member(String name, double top1, double loss) {
    return new MemberMetrics(
        name, Split.VALIDATION, 10, top1, 1, loss, new long[][] {{8, 2}, {0, 0}});
  }

  /** Wilson's interval of 8 out of 10: 0.490 to 0.943 (Brown, Cai and DasGupta, 2001). */
  @Test
  void theAnswerIsThatOfTheReportAndTheMembersStandBelowIt() {
    assertThat(
            MemberTable.lines(
                List.of(
                    member("best", 0.7, 0.5), member("ensemble, majority vote", 0.8, Double.NaN))))
        .containsExactly(
            "80.00 % of 10 validation examples right: ensemble, majority vote (guessing: 50.00 %)",
            "",
            "member                        split  top-1, %           95 %  top-5, %    loss",
            "best                     validation     70.00  39.68 - 89.22    100.00  0.5000",
            "ensemble, majority vote  validation     80.00  49.02 - 94.33    100.00       -",
            "");
  }

  @Test
  void withoutMembersThereIsNothingToSay() {
    assertThat(MemberTable.lines(List.of())).isEmpty();
  }
}
