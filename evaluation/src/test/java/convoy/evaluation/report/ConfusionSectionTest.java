// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.Parsed;
import convoy.preprocessing.Split;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ConfusionSectionTest {
  @Test
  void examplesWithoutAPredictionAreMentioned() {
    ClassificationMetrics metrics =
        ClassificationMetrics.zero(2)
            .add(new float[] {1, 0}, 0, 0)
            .add(new float[] {Float.NaN, 0}, 0, 0);

    assertThat(FakePage.section(FakeRun.of(metrics), "confusion").getTextContent())
        .contains("without a defined prediction, not shown: 1.");
  }

  @Test
  void theWorstMistakesAreListed() {
    Element confusion = FakePage.section(FakeRun.cifar10(), "confusion");
    List<Element> rows = Parsed.all(Parsed.all(confusion, "table").get(1), "tr");

    assertThat(rows).hasSize(11);
    assertThat(rows.get(1).getTextContent()).isEqualTo("catdog10010.00\u00a0%");
  }

  @Test
  void aHundredClassesAreAPictureAndNotATable() {
    long[][] confusion = new long[100][100];
    confusion[99][0] = 5;
    MemberMetrics member = new MemberMetrics("m", Split.TEST, 5, 0, 0, 9, confusion);
    Element section = FakePage.section(FakeRun.of(member), "confusion");

    assertThat(Parsed.all(section, "img")).hasSize(1);
    assertThat(Parsed.all(section, "td")).hasSizeLessThan(10);
    assertThat(section.getTextContent()).contains("class 99class 05100.00\u00a0%");
  }
}
