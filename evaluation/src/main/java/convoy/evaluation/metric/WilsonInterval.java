// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

/**
 * Wilson's interval of 95 % for a share, such as a top-1 accuracy: every true share that the counts
 * do not rule out at a level of 5 %.
 *
 * <p>It takes the examples for a sample drawn independently, and speaks of one classifier alone:
 * two classifiers on the same examples are compared by their {@link PairedGain}, not by whether
 * their intervals overlap. Formula: E. B. Wilson, "Probable Inference, the Law of Succession, and
 * Statistical Inference", JASA 22, 1927; recommended for every count by Brown, Cai and DasGupta,
 * "Interval Estimation for a Binomial Proportion", Statistical Science 16, 2001.
 *
 * @param low end, 0 to 1
 * @param high end, {@code low} to 1
 */
public record WilsonInterval(double low, double high) {
  /** The 97.5th percentile of the standard normal distribution, for an interval of 95 %. */
  static final double Z = 1.959963984540054;

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if they are not 0 &lt;= low &lt;= high &lt;= 1
   */
  public WilsonInterval {
    if (!(low >= 0 && low <= high && high <= 1)) {
      throw new IllegalArgumentException(
          "an interval of a share lies in 0..1, not %s..%s".formatted(low, high));
    }
  }

  /**
   * The interval of a share that was counted among so many examples. The share is of the count, so
   * that its product with the count is a whole number but for rounding.
   *
   * @param share of the examples that were right, 0 to 1
   * @param count of examples, 0 or more
   * @throws IllegalArgumentException outside these ranges, or if the share is NaN
   */
  public static WilsonInterval ofShare(double share, long count) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of %s; legal: 0 to 1".formatted(share));
    }
    return of(Math.round(share * count), count);
  }

  /**
   * The interval of {@code hits / count}, with {@code count} as the denominator.
   *
   * <p>Without hits it begins at exactly 0, with hits alone it ends at exactly 1, and of no example
   * at all it is 0 to 1: nothing is known, and no end is ever NaN.
   *
   * @param hits examples that were right, 0 to {@code count}
   * @param count of examples, 0 or more
   * @throws IllegalArgumentException outside these ranges
   */
  public static WilsonInterval of(long hits, long count) {
    if (hits < 0 || hits > count) {
      throw new IllegalArgumentException("%s hits of %s; legal: 0 to all".formatted(hits, count));
    }
    double n = count;
    double square = Z * Z;
    double middle = (hits + square / 2) / (n + square);
    double spread = count == 0 ? 0 : hits * ((n - hits) / n);
    double half = Z / (n + square) * Math.sqrt(spread + square / 4);
    return new WilsonInterval(
        hits == 0 ? 0 : Math.max(0, middle - half), hits == count ? 1 : Math.min(1, middle + half));
  }
}
