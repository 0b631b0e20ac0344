// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

/**
 * By how much one classifier is more accurate than another on the same examples, with the adjusted
 * Wald interval of 95 %.
 *
 * <p>Because both see the same examples, the hard ones cancel: the interval is narrower than two
 * {@link WilsonInterval}s side by side suggest. It is centred on the gain with one imagined
 * discordant example added each way, {@code (onlyFirst - onlySecond) / (count + 2)}, so not quite
 * on {@code gain}, which always lies inside. Formula: Bonett and Price, "Adjusted Wald Confidence
 * Interval for a Difference of Binomial Proportions Based on Paired Data", Journal of Educational
 * and Behavioral Statistics 37, 2012.
 *
 * @param gain accuracy of the first less that of the second, -1 to 1, not per cent; NaN of no
 *     example
 * @param low end of the interval, -1 or more
 * @param high end of the interval, at most 1
 */
public record PairedGain(double gain, double low, double high) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if they are not -1 &lt;= low &lt;= gain &lt;= high &lt;= 1,
   *     where the gain may be NaN
   */
  public PairedGain {
    boolean inside = Double.isNaN(gain) || (low <= gain && gain <= high);
    if (!(inside && low >= -1 && low <= high && high <= 1)) {
      throw new IllegalArgumentException(
          "a gain and its interval lie in -1..1, not %s in %s..%s".formatted(gain, low, high));
    }
  }

  /**
   * The gain that was counted, with {@code count} as the denominator. Of no example at all it is
   * NaN in -1..1: nothing is known.
   *
   * @param onlyFirst examples that the first alone classified right, 0 or more
   * @param onlySecond examples that the second alone classified right, 0 or more
   * @param count of all examples, at least the sum of these two
   * @throws IllegalArgumentException outside these ranges
   */
  static PairedGain of(long onlyFirst, long onlySecond, long count) {
    if (onlyFirst < 0 || onlySecond < 0 || onlyFirst > count - onlySecond) {
      throw new IllegalArgumentException(
          "%s and %s discordant examples of %s; legal: 0 to all"
              .formatted(onlyFirst, onlySecond, count));
    }
    double n = count + 2.0;
    double first = (onlyFirst + 1) / n;
    double second = (onlySecond + 1) / n;
    double middle = first - second;
    double half = WilsonInterval.Z * Math.sqrt((first + second - middle * middle) / n);
    double gain = count == 0 ? Double.NaN : ((double) onlyFirst - onlySecond) / count;
    return new PairedGain(gain, Math.max(-1, middle - half), Math.min(1, middle + half));
  }
}
