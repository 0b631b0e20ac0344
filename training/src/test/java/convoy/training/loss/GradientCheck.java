// SPDX-License-Identifier: Apache-2.0
package convoy.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Central differences in double precision (course notes, Neural Networks 3, Gradient Checks). */
final class GradientCheck {
  private static final double STEP = 1e-5;

  private GradientCheck() {}

  /**
   * Compares every number of a loss's gradient with the difference of the loss of the minibatch.
   */
  static void check(
      ILossFunction loss, IActivation activation, INDArray labels, INDArray preOutput) {
    INDArray gradient = loss.computeGradient(labels, preOutput.dup(), activation, null);
    assertThat(gradient.shape()).isEqualTo(preOutput.shape());
    assertThat(gradient.norm2Number().doubleValue()).isPositive();
    for (int i = 0; i < preOutput.rows(); i++) {
      for (int j = 0; j < preOutput.columns(); j++) {
        double above = moved(loss, activation, labels, preOutput, i, j, STEP);
        double below = moved(loss, activation, labels, preOutput, i, j, -STEP);
        assertThat(gradient.getDouble(i, j))
            .as("row %d, column %d", i, j)
            .isCloseTo((above - below) / (2 * STEP), within(1e-7));
      }
    }
  }

  private static double moved(
      ILossFunction loss,
      IActivation activation,
      INDArray labels,
      INDArray preOutput,
      int row,
      int column,
      double by) {
    INDArray moved = preOutput.dup();
    moved.putScalar(row, column, moved.getDouble(row, column) + by);
    return loss.computeScore(labels, moved, activation, null, false);
  }

  /** Normal numbers in double precision, {@code [rows, columns]}. */
  static INDArray normal(long seed, int rows, int columns) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return Nd4j.createFromArray(values);
  }

  /** One 1 a row, {@code [labels.length, classes]}, in double precision. */
  static INDArray oneHot(int classes, int... labels) {
    INDArray rows = Nd4j.zeros(DataType.DOUBLE, labels.length, classes);
    for (int i = 0; i < labels.length; i++) {
      rows.putScalar(i, labels[i], 1);
    }
    return rows;
  }
}
