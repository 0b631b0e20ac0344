// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

/** Makes normal numbers of uniform ones (G. E. P. Box and M. E. Muller, 1958). */
public final class BoxMuller {
  private BoxMuller() {}

  /**
   * A normal number, of mean 0 and variance 1, by StrictMath: the same to the last bit on every
   * machine. It never leaves {@code [-8.6, 8.6]} where {@code 1 - first} is at least 2^-53.
   *
   * @param first uniform in {@code [0, 1)}
   * @param second uniform in {@code [0, 1)}, independent of the first
   */
  public static double normal(double first, double second) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - first));
    return radius * StrictMath.cos(2 * Math.PI * second);
  }
}
