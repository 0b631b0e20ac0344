// SPDX-License-Identifier: Apache-2.0
package convoy.training.loss;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The loss of a student that learns from labels and from a teacher's probabilities (Hinton, Vinyals
 * and Dean, Distilling the Knowledge in a Neural Network, 2015, section 2),
 *
 * <pre>L = (1 - a) CE(y, p_1) + a T^2 CE(q_T, p_T),   CE(q, p) = -sum over classes of q ln p</pre>
 *
 * in nats, where p_T is the softmax of the student's scores over the temperature T, and q_T the
 * teacher's probabilities at the same temperature. Teachers are stored by their probabilities q: as
 * these are a softmax of the teacher's scores, q_T is q^(1/T), normalized. T^2 keeps the two parts
 * in proportion, because the gradient by a score, {@code (1 - a) (p_1 - y) + a T (p_T - q_T)},
 * would otherwise shrink with 1 / T^2.
 *
 * <p>Labels are {@code [n, 2 classes]}: the columns of y, one 1 a row, then the columns of q.
 * Deeplearning4j passes labels on to the loss as they are, whatever their width. A probability of 0
 * is taken for 2^-126, the smallest normal float, so that a teacher's underflow has a logarithm.
 * With T = 1, a = 1 and a teacher that gives the label all probability it is ordinary
 * cross-entropy, and with a = 0 for any teacher. Scores or probabilities that are NaN give a loss
 * and a gradient that are NaN.
 *
 * <p>For an output layer with a softmax, which it computes itself, and no other.
 */
public final class SoftenedCrossEntropy extends ExampleLoss {
  private static final long serialVersionUID = 1L;

  private final double temperature;
  private final double share;

  /**
   * The loss at a temperature.
   *
   * @param temperature T, above 0; 1 takes the teacher as it is, more brings out what it holds of
   *     the classes that it does not predict
   * @param share a of the teacher, from 0 to 1
   * @throws IllegalArgumentException if one is out of range
   */
  @JsonCreator
  public SoftenedCrossEntropy(
      @JsonProperty("temperature") double temperature, @JsonProperty("share") double share) {
    if (!(temperature > 0 && Double.isFinite(temperature)) || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "a temperature of %s and a share of %s; legal: over 0, and 0 to 1"
              .formatted(temperature, share));
    }
    this.temperature = temperature;
    this.share = share;
  }

  /** The temperature T. */
  @JsonProperty("temperature")
  public double temperature() {
    return temperature;
  }

  /** The teacher's share a of the loss. */
  @JsonProperty("share")
  public double share() {
    return share;
  }

  @Override
  INDArray losses(INDArray labels, INDArray preOutput, IActivation activation) {
    requireSoftmax(activation);
    INDArray hard = own(labels, preOutput).mul(logSoftmax(preOutput, 1));
    INDArray soft = teacher(labels, preOutput).muli(logSoftmax(preOutput, temperature));
    return hard.muli(share - 1).subi(soft.muli(share * temperature * temperature)).sum(true, 1);
  }

  @Override
  INDArray gradients(INDArray labels, INDArray preOutput, IActivation activation) {
    requireSoftmax(activation);
    INDArray hard = softmax(preOutput, 1).subi(own(labels, preOutput));
    INDArray soft = softmax(preOutput, temperature).subi(teacher(labels, preOutput));
    return hard.muli(1 - share).addi(soft.muli(share * temperature));
  }

  private static INDArray own(INDArray labels, INDArray preOutput) {
    long classes = preOutput.size(1);
    requireLabels(labels, 2 * classes, preOutput);
    return labels.get(NDArrayIndex.all(), NDArrayIndex.interval(0, classes));
  }

  /** q_T of each example. */
  private INDArray teacher(INDArray labels, INDArray preOutput) {
    long classes = preOutput.size(1);
    INDArray probabilities =
        labels.get(NDArrayIndex.all(), NDArrayIndex.interval(classes, 2 * classes));
    // Added, which changes no other probability, where a maximum might hide NaN.
    return softmax(Transforms.log(probabilities.add(Float.MIN_NORMAL), false), temperature);
  }

  private static INDArray softmax(INDArray scores, double temperature) {
    return Transforms.exp(logSoftmax(scores, temperature), false);
  }

  /** Logarithms of the softmax of scores over a temperature, of {@code [n, classes]}. */
  private static INDArray logSoftmax(INDArray scores, double temperature) {
    INDArray shifted = scores.div(temperature);
    shifted.subiColumnVector(shifted.max(true, 1));
    INDArray sum = Transforms.exp(shifted, true).sum(true, 1);
    return shifted.subiColumnVector(Transforms.log(sum, false));
  }

  private static void requireSoftmax(IActivation activation) {
    if (!(activation instanceof ActivationSoftmax)) {
      throw new IllegalArgumentException(
          "distillation is for an output layer with a softmax, not " + activation);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SoftenedCrossEntropy that
        && Double.compare(temperature, that.temperature) == 0
        && Double.compare(share, that.share) == 0;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(temperature) * 31 + Double.hashCode(share);
  }

  @Override
  public String toString() {
    return "SoftenedCrossEntropy(temperature=" + temperature + ", share=" + share + ")";
  }
}
