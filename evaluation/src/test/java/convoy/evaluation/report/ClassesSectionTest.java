// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.Parsed;
import convoy.preprocessing.Split;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ClassesSectionTest {
  private static Element section(long[][] confusion, String... names) {
    long count = Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
    return Parsed.root(
        ClassesSection.html(
            new MemberMetrics("best", Split.VALIDATION, count, 0, 0, 0, confusion),
            List.of(names)));
  }

  private static List<String> rows(Element section) {
    return Parsed.texts(section, "tr");
  }

  @Test
  void aRowHasSupportPrecisionRecallAndF1AndTheLastTheirMeans() {
    // Cats: 3 of 4 found, 3 of 5 predictions right, F1 = 6/9. Dogs: 4 of 6, 4 of 5, 8/11.
    assertThat(rows(section(new long[][] {{3, 1}, {2, 4}}, "cat", "dog")))
        .containsExactly(
            "classexamplesprecision, %recall, %F1, %",
            "cat460.0075.0066.67", "dog680.0066.6772.73", "sum and means1070.0070.8369.70");
  }

  @Test
  void aShareOfNothingIsADashAndNotInTheMean() {
    // Class 1 has examples and no predictions; class 2 neither.
    assertThat(rows(section(new long[][] {{2, 0, 0}, {2, 0, 0}, {0, 0, 0}}, "a")))
        .containsSubsequence(
            "a250.00100.0066.67",
            "class 12–0.000.00",
            "class 20–––",
            "sum and means450.0050.0033.33");
  }

  @Test
  void ofManyClassesThoseWithTheLowestF1AreShown() {
    long[][] confusion = new long[1_000][1_000];
    for (int i = 0; i < 1_000; i++) {
      confusion[i][i] = 9;
    }
    confusion[700][0] = 9;
    confusion[700][700] = 0;
    confusion[3][4] = 1;
    confusion[42] = new long[1_000]; // never seen, never predicted
    Element section = section(confusion);

    assertThat(Parsed.texts(section, "caption"))
        .containsExactly("The 20 of 1,000 classes with the lowest F1");
    assertThat(Parsed.texts(Parsed.all(section, "tbody").get(0), "th"))
        .hasSize(20)
        .startsWith("class 700", "class 0", "class 3", "class 4", "class 1", "class 2");
    assertThat(Parsed.texts(section, "tfoot").get(0)).contains("8,992");
  }

  @Test
  void withoutAPredictionThereIsNoSection() {
    MemberMetrics undefined = new MemberMetrics("m", Split.TEST, 5, 0, 0, 0, new long[2][2]);

    assertThat(ClassesSection.html(undefined, List.of())).isEmpty();
  }

  @Test
  void namesAreEscaped() {
    assertThat(Parsed.texts(section(new long[][] {{1}}, "<b>&\"'"), "th")).contains("<b>&\"'");
  }
}
