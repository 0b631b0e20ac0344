// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.training.replica.FlatArrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's layer, with oneDNN's helper, against the formulas of Ioffe and Szegedy (2015) in
 * double precision.
 */
class BatchNormalizationTest {
  private static final int CHANNELS = 32;
  private static final int PLANE = 35;
  private static final double EPSILON = 1e-5;

  private final ComputationGraph graph = graph();
  private final Layer layer = graph.getLayer("first-norm");
  private final SplittableRandom random = new SplittableRandom(3);
  private final float[] gamma = random(CHANNELS, 0.5, 2);
  private final float[] beta = random(CHANNELS, -1, 1);
  private final float[] mean = random(CHANNELS, -1, 1);
  private final float[] variance = random(CHANNELS, 0.5, 2);

  private static ComputationGraph graph() {
    ModelSettings settings =
        new ModelSettings("convnet", 8, 0, 0, true, new ImageShape(1, 5, 7), List.of("a", "b"));
    ComputationGraph graph =
        new ComputationGraph(
            ComputationGraphConfiguration.fromJson(
                Models.configuration(
                        settings, new Optimization(0.01, 0.9, new GradientClipping.Norm(0.1)), 1)
                    .toJson()));
    graph.init();
    graph.initGradientsView();
    return graph;
  }

  private float[] random(int length, double from, double to) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
    return values;
  }

  private void set() {
    set("gamma", gamma);
    set("beta", beta);
    set("mean", mean);
    set("var", variance);
  }

  private void set(String name, float[] values) {
    layer.getParam(name).assign(Nd4j.createFromArray(values));
  }

  private INDArray activate(float[] x, int n, boolean training) {
    layer.setInput(array(x, n), LayerWorkspaceMgr.noWorkspaces());
    return layer.activate(training, LayerWorkspaceMgr.noWorkspaces());
  }

  private static INDArray array(float[] values, int n) {
    return Nd4j.create(values, new long[] {n, CHANNELS, 5, 7}, 'c');
  }

  private static int channel(int index) {
    return index / PLANE % CHANNELS;
  }

  /** Sums by channel of what the weights make of each element. */
  private static double[] sums(double[] values) {
    double[] sums = new double[CHANNELS];
    for (int i = 0; i < values.length; i++) {
      sums[channel(i)] += values[i];
    }
    return sums;
  }

  /** Of a minibatch, in double precision. */
  private static final class Plain {
    private final int count;
    private final double[] mean;
    private final double[] variance;
    private final double[] normalized;

    Plain(float[] x, int n) {
      count = n * PLANE;
      double[] values = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        values[i] = x[i];
      }
      mean = sums(values);
      for (int c = 0; c < CHANNELS; c++) {
        mean[c] /= count;
      }
      double[] squares = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        squares[i] = Math.pow(x[i] - mean[channel(i)], 2);
      }
      variance = sums(squares);
      for (int c = 0; c < CHANNELS; c++) {
        variance[c] /= count;
      }
      normalized = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        int c = channel(i);
        normalized[i] = (x[i] - mean[c]) / Math.sqrt(variance[c] + EPSILON);
      }
    }

    double[] times(float[] gradient) {
      double[] products = new double[gradient.length];
      for (int i = 0; i < gradient.length; i++) {
        products[i] = gradient[i] * normalized[i];
      }
      return products;
    }
  }

  private static void assertClose(float[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
    }
  }

  @Test
  void theHelperIsThere() {
    assertThat(layer.getHelper()).isNotNull();
  }

  /** Minibatches of several sizes one after the other, as at the end of an epoch. */
  @ParameterizedTest
  @ValueSource(ints = {6, 1})
  void inTrainingItNormalizesByTheMinibatch(int n) {
    set();
    activate(random(9 * CHANNELS * PLANE, -1, 1), 9, true);
    float[] x = random(n * CHANNELS * PLANE, -3, 5);
    Plain plain = new Plain(x, n);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i] = gamma[channel(i)] * plain.normalized[i] + beta[channel(i)];
    }

    float[] actual = FlatArrays.copy(activate(x, n, true).dup('c'));

    assertClose(actual, expected, 1e-5);
    assertThat(layer.getParam("mean").toFloatVector()).isEqualTo(mean);
  }

  @Test
  void inEvaluationItNormalizesByTheRunningStatistics() {
    set();
    float[] x = random(4 * CHANNELS * PLANE, -3, 5);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = channel(i);
      expected[i] = gamma[c] * (x[i] - mean[c]) / Math.sqrt(variance[c] + EPSILON) + beta[c];
    }

    assertClose(FlatArrays.copy(activate(x, 4, false).dup('c')), expected, 1e-5);
  }

  /** With N values a channel: dx = gamma / sqrt(var + eps) (dy - mean(dy) - xhat mean(dy xhat)). */
  @Test
  void theBackwardPassIsThatOfTheFormulaAndMovesTheRunningStatisticsByATenth() {
    set();
    int n = 6;
    float[] x = random(n * CHANNELS * PLANE, -3, 5);
    float[] dy = random(x.length, -1, 1);
    Plain plain = new Plain(x, n);
    double[] dGamma = sums(plain.times(dy));
    double[] ones = new double[dy.length];
    for (int i = 0; i < dy.length; i++) {
      ones[i] = dy[i];
    }
    double[] dBeta = sums(ones);
    double[] dx = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = channel(i);
      dx[i] =
          gamma[c]
              / Math.sqrt(plain.variance[c] + EPSILON)
              * (dy[i] - dBeta[c] / plain.count - plain.normalized[i] * dGamma[c] / plain.count);
    }

    activate(x, n, true);
    Pair<Gradient, INDArray> back =
        layer.backpropGradient(array(dy, n), LayerWorkspaceMgr.noWorkspaces());

    assertClose(FlatArrays.copy(back.getSecond().dup('c')), dx, 1e-5);
    assertClose(gradient(back, "gamma"), dGamma, 1e-4);
    assertClose(gradient(back, "beta"), dBeta, 1e-4);
    double[] meanStep = new double[CHANNELS];
    double[] varianceStep = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      meanStep[c] = 0.1 * (mean[c] - plain.mean[c]);
      varianceStep[c] = 0.1 * (variance[c] - plain.variance[c]);
    }
    assertClose(gradient(back, "mean"), meanStep, 1e-5);
    assertClose(gradient(back, "var"), varianceStep, 1e-5);
  }

  private static float[] gradient(Pair<Gradient, INDArray> back, String name) {
    return back.getFirst().getGradientFor(name).toFloatVector();
  }

  /** A tenth of the minibatch's, whatever the learning rate, the batch and the clipping. */
  @Test
  void aStepMovesTheRunningStatisticsByATenth() {
    SplittableRandom pixels = new SplittableRandom(5);
    float[] images = new float[8 * PLANE];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) pixels.nextDouble(-20, 30);
    }
    INDArray features = Nd4j.create(images, new long[] {8, 1, 5, 7}, 'c');
    INDArray labels = Nd4j.create(new float[16], new long[] {8, 2}, 'c');
    labels.getColumn(1).assign(1);
    float[] convolved = FlatArrays.copy(graph.feedForward(features, false).get("first").dup('c'));
    Plain plain = new Plain(convolved, 8);
    set("mean", mean);
    set("var", variance);

    graph.fit(new INDArray[] {features}, new INDArray[] {labels});

    double[] nextMean = new double[CHANNELS];
    double[] nextVariance = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      nextMean[c] = 0.9 * mean[c] + 0.1 * plain.mean[c];
      nextVariance[c] = 0.9 * variance[c] + 0.1 * plain.variance[c];
    }
    assertClose(layer.getParam("mean").toFloatVector(), nextMean, 1e-5);
    assertClose(layer.getParam("var").toFloatVector(), nextVariance, 1e-5);
  }
}
