// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

/**
 * How the validation accuracy has come along: what early stopping and reduce-on-plateau look at.
 *
 * @param best accuracy so far, a share of 1; negative before the first measurement
 * @param since validations since the best one
 * @param patience validations since the best one, or since the learning rate was last reduced
 * @param reductions of the learning rate so far
 */
public record Improvement(double best, int since, int patience, int reductions) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the accuracy is above 1 or no number, or a count negative
   */
  public Improvement {
    if (!(best <= 1) || since < 0 || patience < 0 || reductions < 0) {
      throw new IllegalArgumentException(
          "no record of validations: best %s, %s since, patience %s, %s reductions"
              .formatted(best, since, patience, reductions));
    }
  }

  /** Nothing was measured yet. */
  public static final Improvement NONE = new Improvement(-1, 0, 0, 0);

  /**
   * After another validation.
   *
   * @param accuracy a share of 1; NaN, where nothing was measured, changes nothing
   * @param plateau how the learning rate follows
   */
  public Improvement after(double accuracy, Plateau plateau) {
    if (Double.isNaN(accuracy)) {
      return this;
    }
    if (accuracy > best) {
      return new Improvement(accuracy, 0, 0, reductions);
    }
    boolean reduce = patience + 1 >= plateau.patience();
    return new Improvement(
        best, since + 1, reduce ? 0 : patience + 1, reductions + (reduce ? 1 : 0));
  }

  /** What the scheduled learning rate is multiplied by. */
  public double rateFactor(Plateau plateau) {
    return Math.pow(plateau.factor(), reductions);
  }
}
