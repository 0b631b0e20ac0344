// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

/**
 * Reduce-on-plateau: multiplies the learning rate where the validation accuracy stands still
 * (course notes, Neural Networks 3, Annealing the learning rate: step decay by hand).
 *
 * @param factor in (0, 1]; 1 leaves the rate alone
 * @param patience validations without a new best accuracy before a reduction, at least 1
 */
public record Plateau(double factor, int patience) {
  /** The rate follows its schedule alone. */
  public static final Plateau NONE = new Plateau(1, Integer.MAX_VALUE);

  public Plateau {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException("the factor of a reduction is in (0, 1], not " + factor);
    }
    if (patience < 1) {
      throw new IllegalArgumentException("patience is at least 1 validation, not " + patience);
    }
  }
}
