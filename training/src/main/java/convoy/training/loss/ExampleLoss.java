// SPDX-License-Identifier: Apache-2.0
package convoy.training.loss;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss that is a sum over the examples of a minibatch. What Deeplearning4j asks for beyond the
 * loss of an example and its gradient is the same for all of them. It divides both by the number of
 * examples itself, so that none of these sums does, unless it asks for the average.
 *
 * <p>No array that is passed in is changed. A mask leaves out examples: {@code [n, 1]} of zeros and
 * ones, or null.
 */
abstract class ExampleLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  /**
   * The loss of each example.
   *
   * @param labels what the loss compares with
   * @param preOutput {@code [n, classes]}, before the activation
   * @return {@code [n, 1]}
   */
  abstract INDArray losses(INDArray labels, INDArray preOutput, IActivation activation);

  /** The gradient of each example's loss with respect to its row of {@code preOutput}. */
  abstract INDArray gradients(INDArray labels, INDArray preOutput, IActivation activation);

  @Override
  public final double computeScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    double sum = computeScoreArray(labels, preOutput, activationFn, mask).sumNumber().doubleValue();
    return average ? sum / preOutput.size(0) : sum;
  }

  @Override
  public final INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    return masked(losses(labels, preOutput, activationFn), mask);
  }

  @Override
  public final INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    return masked(gradients(labels, preOutput, activationFn), mask);
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    return Pair.of(
        computeScore(labels, preOutput, activationFn, mask, average),
        computeGradient(labels, preOutput, activationFn, mask));
  }

  @Override
  public final String name() {
    return toString();
  }

  private static INDArray masked(INDArray rows, INDArray mask) {
    if (mask == null) {
      return rows;
    }
    if (mask.length() != rows.size(0)) {
      throw new IllegalArgumentException(
          "a mask of %s values for %s examples; it leaves out examples, not single classes"
              .formatted(mask.length(), rows.size(0)));
    }
    return rows.muliColumnVector(mask.reshape(mask.length(), 1).castTo(rows.dataType()));
  }

  /** Refuses labels of another shape. */
  static void requireLabels(INDArray labels, long columns, INDArray preOutput) {
    if (labels.rank() != 2 || labels.size(0) != preOutput.size(0) || labels.size(1) != columns) {
      throw new IllegalArgumentException(
          "labels are [%s, %s] here, not %s"
              .formatted(preOutput.size(0), columns, labels.shapeInfoToString()));
    }
  }
}
