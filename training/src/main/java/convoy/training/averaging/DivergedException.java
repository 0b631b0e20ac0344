// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

/** Training went to infinity; the message says what to try. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(double loss, int round) {
    super(
        ("training diverged: in round %d, after a loss of %s; try a learning rate ten times smaller"
                + " (train.learningRate.initial), or preprocess = channel; the last checkpoint is"
                + " untouched")
            .formatted(round, loss));
  }
}
