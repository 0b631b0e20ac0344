// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassScoresTest {
  private static final double NONE = Double.NaN;

  @Test
  void threeClassesComputedByHand() {
    ClassScores scores = ClassScores.of(new long[][] {{3, 1, 0}, {1, 4, 1}, {0, 3, 3}});

    assertThat(scores.classes())
        .containsExactly(
            new ClassScores.Score(4, 0.75, 0.75, 0.75),
            new ClassScores.Score(6, 0.5, 4.0 / 6, 8.0 / 14),
            new ClassScores.Score(6, 0.75, 0.5, 0.6));
    assertThat(scores.macroPrecision()).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(scores.macroRecall()).isCloseTo((0.75 + 2.0 / 3 + 0.5) / 3, within(1e-15));
    assertThat(scores.macroF1()).isCloseTo((0.75 + 8.0 / 14 + 0.6) / 3, within(1e-15));
  }

  @Test
  void rowsAreLabelsAndColumnsPredictions() {
    // Of 10 examples of class 0, 6 are taken for class 1, of which there is one, found.
    ClassScores scores = ClassScores.of(new long[][] {{4, 6}, {0, 1}});

    assertThat(scores.classes().get(0)).isEqualTo(new ClassScores.Score(10, 1, 0.4, 8.0 / 14));
    assertThat(scores.classes().get(1)).isEqualTo(new ClassScores.Score(1, 1.0 / 7, 1, 0.25));
  }

  @Test
  void aClassWithoutExamplesAndPredictionsHasNoScoreAndNoPartInTheMeans() {
    ClassScores scores = ClassScores.of(new long[][] {{1, 0, 1}, {0, 0, 0}, {0, 0, 2}});

    assertThat(scores.classes().get(1)).isEqualTo(new ClassScores.Score(0, NONE, NONE, NONE));
    assertThat(scores.macroPrecision()).isCloseTo((1 + 2.0 / 3) / 2, within(1e-15));
    assertThat(scores.macroRecall()).isEqualTo(0.75);
    assertThat(scores.macroF1()).isCloseTo((2.0 / 3 + 0.8) / 2, within(1e-15));
  }

  @Test
  void aClassThatIsNeverPredictedHasNoPrecisionButLowersRecallAndF1() {
    ClassScores scores = ClassScores.of(new long[][] {{3, 0}, {1, 0}});

    assertThat(scores.classes().get(1)).isEqualTo(new ClassScores.Score(1, NONE, 0, 0));
    assertThat(scores.macroPrecision()).isEqualTo(0.75);
    assertThat(scores.macroRecall()).isEqualTo(0.5);
    assertThat(scores.macroF1()).isCloseTo(3.0 / 7, within(1e-15));
  }

  @Test
  void aClassThatIsOnlyPredictedHasNoRecall() {
    ClassScores scores = ClassScores.of(new long[][] {{1, 1}, {0, 0}});

    assertThat(scores.classes().get(1)).isEqualTo(new ClassScores.Score(0, 0, NONE, 0));
    assertThat(scores.macroRecall()).isEqualTo(0.5);
  }

  @Test
  void allWrongIsZeroAndNotNaN() {
    ClassScores scores = ClassScores.of(new long[][] {{0, 2}, {3, 0}});

    assertThat(scores.classes())
        .containsExactly(new ClassScores.Score(2, 0, 0, 0), new ClassScores.Score(3, 0, 0, 0));
    assertThat(scores.macroPrecision()).isZero();
    assertThat(scores.macroRecall()).isZero();
    assertThat(scores.macroF1()).isZero();
  }

  @Test
  void oneExampleScoresItsClassAlone() {
    ClassScores scores = ClassScores.of(new long[][] {{0, 0}, {0, 1}});

    assertThat(scores.classes().get(1)).isEqualTo(new ClassScores.Score(1, 1, 1, 1));
    assertThat(scores.macroF1()).isOne();
  }

  @Test
  void withoutExamplesOrClassesThereIsNoMean() {
    ClassScores noExample = ClassScores.of(new long[2][2]);
    ClassScores noClass = ClassScores.of(new long[0][]);

    assertThat(noExample.classes())
        .hasSize(2)
        .containsOnly(new ClassScores.Score(0, NONE, NONE, NONE));
    assertThat(noExample).isEqualTo(new ClassScores(noExample.classes(), NONE, NONE, NONE));
    assertThat(noClass.classes()).isEmpty();
    assertThat(noClass.macroF1()).isNaN();
  }

  @Test
  void whatIsNoConfusionMatrixIsRefused() {
    assertThatThrownBy(() -> ClassScores.of(new long[][] {{1, 2}}))
        .hasMessageContaining("a row of 2 in a confusion matrix of 1");
    assertThatThrownBy(() -> ClassScores.of(new long[][] {{-1}})).hasMessageContaining("is -1");
  }
}
