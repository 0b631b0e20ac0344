// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

/** Training went to infinity; the message says what to try. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(double loss, int round, String why) {
    super(
        ("training diverged: in round %s, at a loss of %s, %s; try a learning rate ten times smaller"
                + " (train.learningRate.initial), a warm-up, clipped gradients (train.clip), or"
                + " preprocess = channel; the last checkpoint is untouched")
            .formatted(round, loss, why));
  }
}
