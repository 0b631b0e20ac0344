// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.Serializable;

/**
 * The loss of training, its two parts apart (course notes, Linear classification: the full loss is
 * the data loss and the regularization loss). Sums over minibatches of the mean loss, before the
 * update, times the minibatch's examples.
 *
 * @param data cross-entropy
 * @param regularization the penalty on the weights, which every example of a minibatch shares
 */
public record LossSum(double data, double regularization) implements Serializable {
  /** Nothing yet. */
  public static final LossSum ZERO = new LossSum(0, 0);

  /** The sum of both. */
  public LossSum add(LossSum other) {
    return new LossSum(data + other.data, regularization + other.regularization);
  }

  /** Each part times a number. */
  public LossSum times(double factor) {
    return new LossSum(data * factor, regularization * factor);
  }

  /** Both parts together. */
  public double total() {
    return data + regularization;
  }
}
