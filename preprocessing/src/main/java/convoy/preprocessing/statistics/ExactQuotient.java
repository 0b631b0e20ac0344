// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import java.math.BigInteger;

/** Quotients of whole numbers, rounded once. */
final class ExactQuotient {
  /** Bits of a quotient before it is rounded: more than the 53 of a double and one for sticking. */
  private static final int BITS = 64;

  private ExactQuotient() {}

  /**
   * The double nearest to {@code numerator / denominator * 2^exponent}; of two equally near the
   * even one.
   *
   * @param denominator positive
   * @param exponent such that the result is 0 or a normal double, or too large and infinite
   */
  static double of(BigInteger numerator, BigInteger denominator, int exponent) {
    if (numerator.signum() == 0) {
      return 0;
    }
    int shift = Math.max(0, BITS + denominator.bitLength() - numerator.bitLength());
    BigInteger[] parts = numerator.abs().shiftLeft(shift).divideAndRemainder(denominator);
    // Whatever is left is less than the last of 64 bits: one sticky bit tells it from a tie.
    BigInteger quotient = parts[0].shiftLeft(1).add(BigInteger.valueOf(parts[1].signum()));
    double magnitude = Math.scalb(quotient.doubleValue(), exponent - shift - 1);
    return numerator.signum() < 0 ? -magnitude : magnitude;
  }
}
