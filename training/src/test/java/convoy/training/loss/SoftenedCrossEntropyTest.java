// SPDX-License-Identifier: Apache-2.0
package convoy.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.core.JsonProcessingException;

class SoftenedCrossEntropyTest {
  private static final IActivation SOFTMAX = new ActivationSoftmax();
  private static final int CLASSES = 4;
  private static final int[] OWN = {2, 0, 3, 2, 1};
  private static final INDArray ONE_HOT = GradientCheck.oneHot(CLASSES, OWN);
  private static final INDArray SCORES = GradientCheck.normal(1, OWN.length, CLASSES).muli(2);

  /** Of scores that differ from the student's. */
  private static final double[][] TEACHER = teacher();

  private static double[][] teacher() {
    double[][] scores = GradientCheck.normal(2, OWN.length, CLASSES).muli(3).toDoubleMatrix();
    return Arrays.stream(scores).map(row -> softmax(row, 1)).toArray(double[][]::new);
  }

  private static INDArray labels(INDArray own, INDArray teacher) {
    return Nd4j.hstack(own, teacher);
  }

  /** Plainly, of scores that do not overflow. */
  private static double[] softmax(double[] scores, double temperature) {
    double[] powers = Arrays.stream(scores).map(s -> Math.exp(s / temperature)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  private static double crossEntropy(double[] of, double[] by) {
    double sum = 0;
    for (int i = 0; i < of.length; i++) {
      sum -= of[i] * Math.log(by[i]);
    }
    return sum;
  }

  /** The paper's formula, example by example: here q_T is a power of q, not a softmax. */
  @ParameterizedTest
  @CsvSource({"1, 0", "1, 0.5", "4, 0.9", "4, 1", "20, 0.25", "0.5, 0.5"})
  void valuesAreThoseOfTheFormula(double temperature, double share) {
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(temperature, share);
    INDArray labels = labels(ONE_HOT, Nd4j.createFromArray(TEACHER));

    INDArray losses = loss.computeScoreArray(labels, SCORES, SOFTMAX, null);

    assertThat(losses.shape()).containsExactly(OWN.length, 1);
    double sum = 0;
    for (int i = 0; i < OWN.length; i++) {
      double[] scores = SCORES.getRow(i).toDoubleVector();
      double[] powers = Arrays.stream(TEACHER[i]).map(q -> Math.pow(q, 1 / temperature)).toArray();
      double all = Arrays.stream(powers).sum();
      double[] softened = Arrays.stream(powers).map(power -> power / all).toArray();
      double expected =
          -(1 - share) * Math.log(softmax(scores, 1)[OWN[i]])
              + share
                  * temperature
                  * temperature
                  * crossEntropy(softened, softmax(scores, temperature));
      assertThat(losses.getDouble(i)).isCloseTo(expected, within(1e-10 * expected));
      sum += expected;
    }
    assertThat(loss.computeScore(labels, SCORES, SOFTMAX, null, true))
        .isCloseTo(sum / OWN.length, within(1e-10 * sum));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "4, 0.9", "20, 0.25", "0.5, 0.5"})
  void theGradientIsThatOfTheLoss(double temperature, double share) {
    INDArray labels = labels(ONE_HOT, Nd4j.createFromArray(TEACHER));
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(temperature, share);

    GradientCheck.check(loss, SOFTMAX, labels, SCORES);
    GradientCheck.check(loss, SOFTMAX, labels.getRow(3, true), SCORES.getRow(3, true));
  }

  /** The teacher gives the label everything; its zeros are taken for 2^-126. */
  @Test
  void ofAOneHotTeacherAtTemperature1ItIsCrossEntropy() {
    INDArray own = ONE_HOT.castTo(DataType.FLOAT);
    INDArray scores = SCORES.castTo(DataType.FLOAT);
    ILossFunction loss = new SoftenedCrossEntropy(1, 1);
    ILossFunction plain = new LossMCXENT();

    assertThat(loss.computeScore(labels(own, own), scores, SOFTMAX, null, false))
        .isCloseTo(plain.computeScore(own, scores, SOFTMAX, null, false), within(1e-5));
    assertThat(gradient(loss, labels(own, own), scores))
        .containsExactly(gradient(plain, own, scores), within(2e-7f));
  }

  private static float[] gradient(ILossFunction loss, INDArray labels, INDArray scores) {
    return loss.computeGradient(labels, scores.dup(), SOFTMAX, null).dup('c').data().asFloat();
  }

  @Test
  void whereTheTeacherHasNoShareItDoesNotMatter() {
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(3, 0);
    INDArray some = labels(ONE_HOT, Nd4j.createFromArray(TEACHER));
    INDArray other = labels(ONE_HOT, ONE_HOT);

    assertThat(loss.computeScoreArray(some, SCORES, SOFTMAX, null))
        .isEqualTo(loss.computeScoreArray(other, SCORES, SOFTMAX, null));
  }

  /** Nothing is left to learn, but the entropy of the teacher stays. */
  @Test
  void aStudentThatSaysWhatItsTeacherSaysHasNoGradient() {
    INDArray teacher = Nd4j.createFromArray(TEACHER);
    INDArray scores = Transforms.log(teacher, true).addi(7);
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(4, 1);

    INDArray gradient = loss.computeGradient(labels(ONE_HOT, teacher), scores, SOFTMAX, null);

    assertThat(gradient.norm2Number().doubleValue()).isLessThan(1e-12);
  }

  @Test
  void scoresFarApartDoNotOverflow() {
    INDArray own = GradientCheck.oneHot(2, 0, 1).castTo(DataType.FLOAT);
    INDArray scores = Nd4j.createFromArray(new float[][] {{1000, -1000}, {1000, -1000}});
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(1, 0.5);

    assertThat(loss.computeScoreArray(labels(own, own), scores, SOFTMAX, null).toFloatVector())
        .containsExactly(new float[] {0, 2000}, within(1e-3f));
    assertThat(gradient(loss, labels(own, own), scores))
        .containsExactly(new float[] {0, 0, 1, -1}, within(1e-6f));
  }

  @Test
  void whatIsNoNumberIsNotHidden() {
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(2, 0.5);
    INDArray scores = SCORES.dup();
    scores.putScalar(1, 2, Double.NaN);
    double[][] teacher = Arrays.stream(TEACHER).map(double[]::clone).toArray(double[][]::new);
    teacher[3][0] = Double.NaN;
    INDArray labels = labels(ONE_HOT, Nd4j.createFromArray(teacher));

    double[] losses = loss.computeScoreArray(labels, scores, SOFTMAX, null).toDoubleVector();
    INDArray gradient = loss.computeGradient(labels, scores, SOFTMAX, null);

    for (int i = 0; i < OWN.length; i++) {
      boolean spoilt = i == 1 || i == 3;
      assertThat(Double.isNaN(losses[i])).isEqualTo(spoilt);
      assertThat(Double.isNaN(gradient.getRow(i).sumNumber().doubleValue())).isEqualTo(spoilt);
    }
  }

  /** Deeplearning4j takes labels that are wider than the output layer. */
  @Test
  void aNetworkLearnsFromItsTeacher() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(new SoftenedCrossEntropy(2, 0.7))
                        .activation(Activation.SOFTMAX)
                        .nIn(3)
                        .nOut(CLASSES)
                        .build(),
                    "in")
                .setOutputs("out")
                .build());
    network.init();
    INDArray[] inputs = {GradientCheck.normal(5, OWN.length, 3)};
    INDArray[] labels = {labels(ONE_HOT, Nd4j.createFromArray(TEACHER))};
    INDArray before = network.params().dup();
    INDArray scores =
        inputs[0].mmul(network.getParam("out_W")).addiRowVector(network.getParam("out_b"));
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(2, 0.7);
    double expected = loss.computeScore(labels[0], scores, SOFTMAX, null, true);
    INDArray step =
        inputs[0]
            .transpose()
            .mmul(loss.computeGradient(labels[0], scores, SOFTMAX, null))
            .muli(0.1 / OWN.length);

    network.fit(inputs, labels);

    assertThat(network.score()).isCloseTo(expected, within(1e-12));
    INDArray moved = before.sub(network.params()).reshape(-1);
    double[] weights = Arrays.copyOf(moved.toDoubleVector(), 3 * CLASSES);
    assertThat(weights).containsExactly(step.dup('f').data().asDouble(), within(1e-12));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    double[][] settings = {{0, 0.5}, {-1, 0.5}, {Double.NaN, 0.5}, {2, -0.1}, {2, 1.1}};
    for (double[] wrong : settings) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SoftenedCrossEntropy(wrong[0], wrong[1]));
    }
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(2, 0.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.computeScore(ONE_HOT, SCORES, SOFTMAX, null, true))
        .withMessageContaining("labels are [5, 8] here");
    INDArray labels = labels(ONE_HOT, ONE_HOT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.computeGradient(labels, SCORES, new ActivationIdentity(), null))
        .withMessageContaining("an output layer with a softmax");
  }

  @Test
  void jsonKeepsTemperatureAndShare() throws JsonProcessingException {
    ILossFunction loss = new SoftenedCrossEntropy(4, 0.9);
    var mapper = NeuralNetConfiguration.mapper();

    ILossFunction read = mapper.readValue(mapper.writeValueAsString(loss), ILossFunction.class);

    assertThat(read)
        .isEqualTo(loss)
        .hasSameHashCodeAs(loss)
        .isNotEqualTo(new SoftenedCrossEntropy(4, 0.8))
        .isNotEqualTo(new SoftenedCrossEntropy(3, 0.9));
  }
}
