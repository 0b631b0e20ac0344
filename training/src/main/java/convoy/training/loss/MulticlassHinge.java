// SPDX-License-Identifier: Apache-2.0
package convoy.training.loss;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The loss of a multiclass support vector machine: the score of an example's own class is to be
 * higher than every other by a margin delta, and what is lacking adds up,
 *
 * <pre>L_i = sum over j != y_i of max(0, s_j - s_{y_i} + delta)</pre>
 *
 * (course notes, Linear Classification, Multiclass Support Vector Machine loss; Weston and Watkins,
 * Support Vector Machines for Multi-Class Pattern Recognition, 1999). Its gradient by s_j is 1
 * where the margin of class j is violated, and by s_{y_i} minus the number of such classes; where a
 * score lies exactly at the margin, the gradient that is taken is 0.
 *
 * <p>Deeplearning4j's {@code LossHinge} is another loss: {@code max(0, 1 - t_j s_j)} of every class
 * by itself, t_j being -1 or 1. With labels of 0 and 1 it has a gradient for the example's own
 * class alone, so that nothing keeps the other scores down. Its {@code LossMultiLabel} compares
 * pairs of classes, but by {@code exp(s_j - s_y)}, without a margin at which an example is content.
 *
 * <p>Labels are {@code [n, classes]} with one 1 a row. Scores are no probabilities: only their
 * order and their differences mean something. An example with a score that is NaN or infinite has a
 * loss and a gradient that are not finite, where a plain maximum with 0 would hide it.
 */
public final class MulticlassHinge extends ExampleLoss {
  private static final long serialVersionUID = 1L;

  private final double delta;

  /** With the margin 1: another one would only scale the weights (course notes, Setting Delta). */
  public MulticlassHinge() {
    this(1);
  }

  /**
   * With a margin of its own.
   *
   * @param delta above 0, in units of a score
   * @throws IllegalArgumentException if it is not above 0 and finite
   */
  @JsonCreator
  public MulticlassHinge(@JsonProperty("delta") double delta) {
    if (!(delta > 0 && Double.isFinite(delta))) {
      throw new IllegalArgumentException("a margin is a number over 0, not " + delta);
    }
    this.delta = delta;
  }

  /** The margin. */
  @JsonProperty("delta")
  public double delta() {
    return delta;
  }

  @Override
  INDArray losses(INDArray labels, INDArray preOutput, IActivation activation) {
    INDArray margins = margins(labels, preOutput, activation);
    return margins.muli(violated(margins)).sum(true, 1);
  }

  @Override
  INDArray gradients(INDArray labels, INDArray preOutput, IActivation activation) {
    INDArray margins = margins(labels, preOutput, activation);
    INDArray violated = violated(margins);
    INDArray gradient = violated.sub(labels.mulColumnVector(violated.sum(true, 1)));
    gradient.addi(margins.muli(0)); // NaN where a margin is not finite
    return activation.backprop(preOutput.dup(), gradient).getFirst();
  }

  /** {@code [n, classes]}: s_j - s_y + delta, and 0 for the example's own class. */
  private INDArray margins(INDArray labels, INDArray preOutput, IActivation activation) {
    requireLabels(labels, preOutput.size(1), preOutput);
    INDArray scores = activation.getActivation(preOutput.dup(), true);
    INDArray own = scores.mul(labels).sum(true, 1);
    return scores.subiColumnVector(own).addi(delta).subi(labels.mul(delta));
  }

  /** 1 for margins above 0, 0 for others. */
  private static INDArray violated(INDArray margins) {
    return margins.gt(0).castTo(margins.dataType());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MulticlassHinge that && Double.compare(delta, that.delta) == 0;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(delta);
  }

  @Override
  public String toString() {
    return "MulticlassHinge(delta=" + delta + ")";
  }
}
