// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.io.Serializable;

/**
 * A sum of non-negative numbers that does not depend on the order or the grouping of its terms.
 *
 * <p>Adding doubles rounds at every step, so two partitionings of the same data give two sums. Here
 * each term is rounded once, on its own, to a multiple of 2^-40, and what is added from then on are
 * integers, whose addition is associative. The price is an error of at most 2^-41 (5e-13) a term.
 * One long of such multiples would be full after 96,000 of the worst terms that {@link
 * ClassificationMetrics} can add; the whole part and the fraction are therefore two longs, with the
 * carry passed on at once, which is enough for 10^17 of them.
 */
final class FixedPointSum implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FRACTION_BITS = 40;
  private static final long ONE = 1L << FRACTION_BITS;

  private long whole;
  private long fraction;

  /**
   * Adds one term.
   *
   * @param term from 0 to 2^22; above, its multiple of 2^-40 would not fit a long with certainty
   * @throws IllegalArgumentException outside that range, or NaN
   */
  void add(double term) {
    if (!(term >= 0 && term <= 1 << 22)) {
      throw new IllegalArgumentException("a term lies in 0..2^22, not " + term);
    }
    long multiples = Math.round(term * ONE);
    addParts(multiples >> FRACTION_BITS, multiples & (ONE - 1));
  }

  /** Adds all the terms of the other sum, which stays as it is. */
  void merge(FixedPointSum other) {
    addParts(other.whole, other.fraction);
  }

  /** The sum, as the nearest double; 0 without terms. */
  double value() {
    return whole + (double) fraction / ONE;
  }

  private void addParts(long moreWhole, long moreFraction) {
    long sum = fraction + moreFraction;
    whole += moreWhole + (sum >> FRACTION_BITS);
    fraction = sum & (ONE - 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FixedPointSum that && whole == that.whole && fraction == that.fraction;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(whole) * 31 + Long.hashCode(fraction);
  }

  @Override
  public String toString() {
    return Double.toString(value());
  }
}
