// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionColumnsTest {
  private static List<String> ofClasses(String... names) {
    return new PredictionColumns(List.of(names), true).ofClasses();
  }

  @Test
  void eachClassHasAColumnOfItsName() {
    assertThat(new PredictionColumns(List.of("cat", "a,\"b"), true).all())
        .containsExactly(
            "id",
            "label",
            "predicted",
            "predicted_index",
            "probability",
            "probability_cat",
            "probability_a,\"b",
            "error");
    assertThat(new PredictionColumns(List.of("cat"), false).all()).contains("score", "score_cat");
  }

  @Test
  void aHeaderIsOneLine() {
    assertThat(ofClasses("a\nb", "c\r\td", "e\u2028f\u0085"))
        .containsExactly("probability_a_b", "probability_c__d", "probability_e_f_");
  }

  @Test
  void columnsDifferInMoreThanCase() {
    assertThat(ofClasses("cat", "Cat", "a\n", "a_", "CAT", "cat_2"))
        .containsExactly(
            "probability_cat",
            "probability_Cat_2",
            "probability_a_",
            "probability_a__2",
            "probability_CAT_3",
            "probability_cat_2_2");
  }
}
