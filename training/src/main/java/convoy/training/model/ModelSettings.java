// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.List;

/**
 * What a network is made of.
 *
 * @param name one of {@link Models#NAMES}
 * @param hidden units of the dense hidden layer, where the model has one
 * @param dropout probability of dropping a unit of that layer, in [0, 1)
 * @param l2 strength lambda of the penalty 1/2 lambda w^2 on weights, not on biases (course notes,
 *     Neural Networks 2, Regularization)
 * @param batchNorm whether what a convolution gives is normalized over the minibatch, channel by
 *     channel; false in checkpoints that do not know of it
 * @param input shape of an image as the network sees it, after the preprocessor
 * @param classNames in the order of their labels
 */
public record ModelSettings(
    String name,
    int hidden,
    double dropout,
    double l2,
    boolean batchNorm,
    ImageShape input,
    List<String> classNames)
    implements Serializable {
  /** Units that a hidden layer has at most. */
  public static final int MOST_HIDDEN = 65536;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range, or there is no class
   */
  public ModelSettings {
    if (hidden < 1 || hidden > MOST_HIDDEN) {
      throw new IllegalArgumentException(
          "hidden = %s is out of range: 1 to %s".formatted(hidden, MOST_HIDDEN));
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "dropout = %s is out of range: 0 to below 1".formatted(dropout));
    }
    if (!(l2 >= 0 && Double.isFinite(l2))) {
      throw new IllegalArgumentException("l2 = %s is out of range: from 0".formatted(l2));
    }
    if (classNames.isEmpty()) {
      throw new IllegalArgumentException("classNames is empty");
    }
  }

  /** How many classes there are. */
  public int classes() {
    return classNames.size();
  }
}
