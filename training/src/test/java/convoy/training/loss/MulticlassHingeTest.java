// SPDX-License-Identifier: Apache-2.0
package convoy.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.core.JsonProcessingException;

class MulticlassHingeTest {
  private static final IActivation SCORES = new ActivationIdentity();

  private static INDArray rows(float[]... rows) {
    return Nd4j.createFromArray(rows);
  }

  private static INDArray labels(int classes, int... labels) {
    return GradientCheck.oneHot(classes, labels).castTo(DataType.FLOAT);
  }

  /** Course notes, Linear Classification: max(0, -7 - 13 + 10) + max(0, 11 - 13 + 10) = 8. */
  @Test
  void theCoursesExample() {
    MulticlassHinge loss = new MulticlassHinge(10);
    INDArray scores = rows(new float[] {13, -7, 11});

    assertThat(loss.computeScore(labels(3, 0), scores, SCORES, null, false)).isEqualTo(8);
    assertThat(loss.computeGradient(labels(3, 0), scores, SCORES, null).toFloatVector())
        .containsExactly(-1, 0, 1);
  }

  /** By hand: 1.5 + 3, 0 (the nearest score is further away than 1), 1 + 1 with equal scores. */
  @Test
  void valuesByHand() {
    MulticlassHinge loss = new MulticlassHinge();
    INDArray scores =
        rows(new float[] {0.5f, 1, 2.5f}, new float[] {-2, 3, 1.5f}, new float[] {4, 4, 4});
    INDArray labels = labels(3, 0, 1, 2);

    INDArray losses = loss.computeScoreArray(labels, scores, SCORES, null);
    assertThat(losses.shape()).containsExactly(3, 1);
    assertThat(losses.toFloatVector()).containsExactly(4.5f, 0, 2);
    assertThat(loss.computeScore(labels, scores, SCORES, null, true)).isEqualTo(6.5 / 3);
    assertThat(loss.computeGradient(labels, scores, SCORES, null).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{-2, 1, 1}, {0, 0, 0}, {1, 1, -2}});
    var both = loss.computeGradientAndScore(labels, scores, SCORES, null, false);
    assertThat(both.getFirst()).isEqualTo(6.5);
    assertThat(both.getSecond()).isEqualTo(loss.computeGradient(labels, scores, SCORES, null));
  }

  @Test
  void aScoreExactlyAtTheMarginCostsNothing() {
    MulticlassHinge loss = new MulticlassHinge();
    INDArray scores = rows(new float[] {3, 2, -1});

    assertThat(loss.computeScore(labels(3, 0), scores, SCORES, null, false)).isZero();
    assertThat(loss.computeGradient(labels(3, 0), scores, SCORES, null).toFloatVector())
        .containsOnly(0);
  }

  /** A loop over classes, as the course writes it first. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 7})
  void isTheLoopOverTheClasses(double delta) {
    SplittableRandom random = new SplittableRandom(3);
    int[] labels = random.ints(20, 0, 6).toArray();
    INDArray scores = GradientCheck.normal(4, 20, 6).muli(3);
    INDArray losses =
        new MulticlassHinge(delta)
            .computeScoreArray(GradientCheck.oneHot(6, labels), scores, SCORES, null);

    for (int i = 0; i < labels.length; i++) {
      double loss = 0;
      for (int j = 0; j < 6; j++) {
        if (j != labels[i]) {
          loss += Math.max(0, scores.getDouble(i, j) - scores.getDouble(i, labels[i]) + delta);
        }
      }
      assertThat(losses.getDouble(i)).isCloseTo(loss, within(1e-12));
    }
  }

  @Test
  void theGradientIsThatOfTheLoss() {
    INDArray labels = GradientCheck.oneHot(5, 0, 4, 2, 2, 1, 3);
    INDArray scores = GradientCheck.normal(1, 6, 5);

    GradientCheck.check(new MulticlassHinge(), SCORES, labels, scores);
    GradientCheck.check(new MulticlassHinge(0.3), SCORES, labels, scores);
    GradientCheck.check(new MulticlassHinge(0.3), new ActivationTanH(), labels, scores);
    GradientCheck.check(
        new MulticlassHinge(), SCORES, labels.getRow(1, true), scores.getRow(1, true));
  }

  @Test
  void anExamplesLossDoesNotDependOnItsMinibatchNorOnTheOrderOfItsArrays() {
    MulticlassHinge loss = new MulticlassHinge();
    INDArray labels = labels(4, 3, 0, 1);
    INDArray scores = GradientCheck.normal(2, 3, 4).castTo(DataType.FLOAT);
    INDArray losses = loss.computeScoreArray(labels, scores, SCORES, null);
    INDArray gradient = loss.computeGradient(labels, scores, SCORES, null);

    assertThat(loss.computeGradient(labels, scores.dup('f'), SCORES, null)).isEqualTo(gradient);
    for (int i = 0; i < 3; i++) {
      INDArray label = labels.getRow(i, true);
      INDArray row = scores.getRow(i, true);
      assertThat(loss.computeScore(label, row, SCORES, null, true)).isEqualTo(losses.getDouble(i));
      assertThat(loss.computeGradient(label, row, SCORES, null))
          .isEqualTo(gradient.getRow(i, true));
    }
  }

  @Test
  void nothingThatIsPassedInIsChanged() {
    INDArray labels = labels(4, 3, 0);
    INDArray scores = GradientCheck.normal(2, 2, 4).castTo(DataType.FLOAT);
    INDArray labelsBefore = labels.dup();
    INDArray scoresBefore = scores.dup();

    new MulticlassHinge().computeGradientAndScore(labels, scores, SCORES, null, true);

    assertThat(labels).isEqualTo(labelsBefore);
    assertThat(scores).isEqualTo(scoresBefore);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aScoreThatIsNoNumberIsNotHiddenByTheMaximum(float score) {
    MulticlassHinge loss = new MulticlassHinge();
    INDArray labels = labels(3, 0, 0, 0);
    INDArray scores =
        rows(new float[] {1, score, 0}, new float[] {score, 1, 0}, new float[] {5, 1, 4.5f});

    float[] losses = loss.computeScoreArray(labels, scores, SCORES, null).toFloatVector();
    float[][] gradient = loss.computeGradient(labels, scores, SCORES, null).toFloatMatrix();

    assertThat(losses[0]).isNotFinite();
    assertThat(losses[1]).isNotFinite();
    assertThat(losses[2]).isEqualTo(0.5f);
    assertThat(gradient[0]).contains(Float.NaN);
    assertThat(gradient[1]).contains(Float.NaN);
    assertThat(gradient[2]).containsExactly(-1, 0, 1);
    assertThat(loss.computeScore(labels, scores, SCORES, null, true)).isNotFinite();
  }

  @Test
  void aMaskLeavesOutExamples() {
    MulticlassHinge loss = new MulticlassHinge();
    INDArray labels = labels(3, 0, 1);
    INDArray scores = rows(new float[] {0.5f, 1, 2.5f}, new float[] {4, 4, 4});
    INDArray mask = rows(new float[] {0}, new float[] {1});

    assertThat(loss.computeScoreArray(labels, scores, SCORES, mask).toFloatVector())
        .containsExactly(0, 2);
    assertThat(loss.computeGradient(labels, scores, SCORES, mask).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 0, 0}, {1, -2, 1}});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.computeScoreArray(labels, scores, SCORES, labels))
        .withMessageContaining("a mask of 6 values for 2 examples");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (double delta : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new MulticlassHinge(delta));
    }
    INDArray scores = rows(new float[] {13, -7, 11});
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new MulticlassHinge().computeScore(labels(2, 0), scores, SCORES, null, false))
        .withMessageContaining("labels are [1, 3] here");
  }

  @Test
  void jsonKeepsTheMargin() throws JsonProcessingException {
    ILossFunction loss = new MulticlassHinge(2.5);
    var mapper = NeuralNetConfiguration.mapper();

    ILossFunction read = mapper.readValue(mapper.writeValueAsString(loss), ILossFunction.class);

    assertThat(read).isEqualTo(loss).hasSameHashCodeAs(loss).isNotEqualTo(new MulticlassHinge());
    assertThat(read.name()).isEqualTo("MulticlassHinge(delta=2.5)");
  }
}
