// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

/** Training went to infinity. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(double loss, int round, String why) {
    super(
        "training diverged: in round %s, at a loss of %s, %s; the last checkpoint is untouched"
            .formatted(round, loss, why));
  }

  private DivergedException(String message, DivergedException cause) {
    super(message, cause);
  }

  /** The same with what to change in front of another training. */
  public DivergedException withAdvice(String advice) {
    return new DivergedException(getMessage() + "; " + advice, this);
  }
}
