// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.Serializable;

/**
 * The loss of training, its two parts apart (course notes, Linear classification: the full loss is
 * the data loss and the regularization loss), and the right answers beside it. Sums over
 * minibatches of the mean loss, before the update, times the minibatch's examples.
 *
 * @param data cross-entropy, or what other loss the model learns by
 * @param regularization the penalty on the weights, which every example of a minibatch shares
 * @param correct examples for which the score of their class was the highest
 */
public record LossSum(double data, double regularization, double correct) implements Serializable {
  /** Nothing yet. */
  public static final LossSum ZERO = new LossSum(0, 0, 0);

  /** The sum of two sums, part by part. */
  public LossSum add(LossSum other) {
    return new LossSum(
        data + other.data, regularization + other.regularization, correct + other.correct);
  }

  /** Each part times a number. */
  public LossSum times(double factor) {
    return new LossSum(data * factor, regularization * factor, correct * factor);
  }

  /** Both parts of the loss together. */
  public double total() {
    return data + regularization;
  }
}
