// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

import java.io.Serializable;

/**
 * One layer in one local step of one worker.
 *
 * @param layer its name
 * @param parameterNorm L2 norm of weights and biases before the update; 0 without parameters
 * @param updateNorm L2 norm of what the update subtracts from them: momentum, learning rate and
 *     regularization included
 * @param gradient of the data loss, the mean over the minibatch, by the parameters; before
 *     clipping, momentum and regularization
 * @param activation what the layer gives the next one, with dropout on elsewhere; of the output
 *     layer the scores, before the softmax
 * @param deadShare share of 1 of units, or channels, that are 0 for every example of the minibatch;
 *     NaN for the output layer
 */
public record LayerSample(
    String layer,
    double parameterNorm,
    double updateNorm,
    Distribution gradient,
    Distribution activation,
    double deadShare)
    implements Serializable {

  /** More dead units leave a layer next to nothing to pass on, and no gradient to come back by. */
  private static final double MOST_DEAD = 0.8;

  /** Whether more than four fifths of the units are dead. */
  public boolean hasDied() {
    return deadShare > MOST_DEAD;
  }

  /**
   * Update norm over parameter norm, which should be somewhere around 1e-3 (course notes, Neural
   * Networks 3, Ratio of weights:updates); NaN without parameters, infinite where all are 0.
   */
  public double updateRatio() {
    return updateNorm / parameterNorm;
  }
}
