// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * McNemar's test of whether two classifiers, judged on the same examples, are equally accurate.
 *
 * <p>Only discordant examples, which one alone has right, tell them apart; of equally accurate
 * classifiers each has half of these, as coins fall. Below {@value #EXACT_BELOW} of them the
 * p-value is the binomial distribution's own, above it that of the chi-square distribution with one
 * degree of freedom. Formulas: Q. McNemar, "Note on the Sampling Error of the Difference between
 * Correlated Proportions or Percentages", Psychometrika 12, 1947; continuity correction: A. L.
 * Edwards, Psychometrika 13, 1948.
 *
 * <p>It misleads when the examples were used to choose one of the two, when the better of many
 * pairs is reported, and when it is read as a size: with enough examples a gain of no use is
 * significant, so look at the {@link PairedGain}, too. Both forms are conservative. And it knows
 * nothing of other seeds: it compares two sets of parameters, not two ways of training.
 *
 * @param onlyFirst examples that the first alone classified right, 0 or more
 * @param onlySecond examples that the second alone classified right, 0 or more
 */
public record McNemar(long onlyFirst, long onlySecond) {
  private static final int EXACT_BELOW = 25;

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public McNemar {
    if (onlyFirst < 0 || onlySecond < 0) {
      throw new IllegalArgumentException(
          "discordant examples are %s and %s; legal: 0 or more".formatted(onlyFirst, onlySecond));
    }
  }

  /** Examples that one alone classified right. */
  public long discordant() {
    return onlyFirst + onlySecond;
  }

  /** Whether there are so few discordant examples that the p-value is the exact one. */
  public boolean exact() {
    return discordant() < EXACT_BELOW;
  }

  /**
   * The chi-square statistic with continuity correction, {@code (|onlyFirst - onlySecond| - 1)^2 /
   * discordant}, 0 or more. 0 when the two counts differ by 1 or less, where the correction would
   * be more than there is to correct; so, too, when nothing is discordant.
   */
  public double statistic() {
    double excess = Math.abs((double) onlyFirst - onlySecond) - 1;
    return excess <= 0 ? 0 : excess * excess / discordant();
  }

  /**
   * The two-sided p-value, 0 to 1: how often equally accurate classifiers would have parted the
   * discordant examples at least as unevenly. 1 when nothing is discordant. It is exactly 0 only
   * where the true value is below the smallest double (a statistic above 1,400).
   */
  public double pValue() {
    // With one degree of freedom the upper tail is that of a squared standard normal number.
    return exact() ? exactPValue() : Erf.erfc(Math.sqrt(statistic() / 2));
  }

  /** Twice the smaller tail, at most 1; numbers of outcomes are integers, so nothing is rounded. */
  private double exactPValue() {
    int all = (int) discordant();
    long outcomes = 0;
    for (int k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
      outcomes += CombinatoricsUtils.binomialCoefficient(all, k);
    }
    return Math.min(1, (double) (2 * outcomes) / (1L << all));
  }
}
