// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ModelSoupTest {
  private static final UnaryOperator<float[]> AS_IT_IS = UnaryOperator.identity();

  /** The nearer the only parameter is to 10, the better. */
  private static double nearness(float[] parameters) {
    return -Math.abs(parameters[0] - 10);
  }

  @Test
  void theUniformSoupIsTheMeanOfAll() {
    ModelSoup soup = ModelSoup.uniform(List.of(new float[] {1, 8}, new float[] {2, -4}), AS_IT_IS);

    assertThat(soup.ingredients()).containsExactly(0, 1);
    assertThat(soup.parameters()).containsExactly(1.5f, 2);
  }

  @Test
  void theSoupOfASetWithItselfIsThatSet() {
    float[] set = {0.1f, -3e-30f, 7e20f};

    assertThat(ModelSoup.uniform(List.of(set, set, set), AS_IT_IS).parameters())
        .containsExactly(set);
  }

  /** 8 and 12 make 10; 4 would make it 8; 10 changes nothing and stays in. */
  @Test
  void whatMakesTheSoupWorseIsTakenOutAgain() {
    ModelSoup soup =
        ModelSoup.greedy(
            List.of(new float[] {8}, new float[] {12}, new float[] {4}, new float[] {10}),
            AS_IT_IS,
            ModelSoupTest::nearness);

    assertThat(soup.ingredients()).containsExactly(0, 1, 3);
    assertThat(soup.parameters()).containsExactly(10);
  }

  /** Of 9 nothing that is put in makes it better: it is left as it was, unfinished. */
  @Test
  void theBestIngredientAloneIsASoup() {
    ModelSoup soup =
        ModelSoup.greedy(
            List.of(new float[] {9}, new float[] {1}),
            mean -> new float[] {-1},
            ModelSoupTest::nearness);

    assertThat(soup.ingredients()).containsExactly(0);
    assertThat(soup.parameters()).containsExactly(9);
  }

  /** What is judged, and what is served, is a mean that was finished. */
  @Test
  void everyMeanIsFinishedBeforeItIsJudged() {
    List<Float> judged = new ArrayList<>();

    ModelSoup soup =
        ModelSoup.greedy(
            List.of(new float[] {8}, new float[] {8}),
            mean -> new float[] {mean[0] + 1},
            parameters -> {
              judged.add(parameters[0]);
              return nearness(parameters);
            });

    assertThat(judged).containsExactly(8f, 9f);
    assertThat(soup.parameters()).containsExactly(9);
  }
}
