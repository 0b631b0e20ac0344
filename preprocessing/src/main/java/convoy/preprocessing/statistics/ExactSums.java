// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigInteger;

/**
 * Many sums of floats, or of products of two floats, without any rounding: each is a whole number
 * of units so small, that every term is a whole number of them too. Whole numbers add up to the
 * same in any order, so any split of the terms and any order of merging give the same sums.
 *
 * <p>A term is {@code mantissa * 2^position} units. A finite float has a mantissa of 24 bits and a
 * position from 0 to 253 in units of {@link #FLOAT_UNIT}; a product of two has 48 bits and a
 * position from 0 to 506 in units of {@link #PRODUCT_UNIT}. A sum has 32 bits in each of 18 limbs,
 * in two's complement: enough for {@code 2^52} of the largest products. (U. Kulisch, "Computer
 * Arithmetic and Validity", 2nd edition (2013), chapter 8: the complete accumulator.)
 *
 * <p>Takes 144 bytes a sum once there is a term. Not safe for use by several threads at a time.
 */
final class ExactSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The exponent of the unit in which floats are counted: of the smallest of them. */
  static final int FLOAT_UNIT = -149;

  /** The exponent of the unit in which products of two floats are counted. */
  static final int PRODUCT_UNIT = 2 * FLOAT_UNIT;

  private static final int LIMBS = 18;
  private static final int LIMB_BITS = 32;
  private static final long LIMB = (1L << LIMB_BITS) - 1;

  /** Each addition puts less than 2^32 on a limb; before 2^63 are reached carries are passed on. */
  private static final int MOST_ADDITIONS = 1 << 30;

  private static final int FRACTION_BITS = 23;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;

  private final int count;

  /** {@code [count, LIMBS]}, the lowest limb of a sum first; null while nothing was added. */
  private long[] limbs;

  /** The most that was added to one sum since carries were passed on. */
  private transient int additions;

  /** That many sums of no terms. */
  ExactSums(int count) {
    this.count = count;
  }

  /** The signed mantissa of a finite float, 24 bits. */
  static int mantissa(float value) {
    int bits = Float.floatToRawIntBits(value);
    int fraction = bits & FRACTION;
    int magnitude = biasedExponent(bits) == 0 ? fraction : fraction | (FRACTION + 1);
    return bits < 0 ? -magnitude : magnitude;
  }

  /** How often the mantissa of a finite float is to be doubled to be in {@link #FLOAT_UNIT}. */
  static int position(float value) {
    return Math.max(0, biasedExponent(Float.floatToRawIntBits(value)) - 1);
  }

  private static int biasedExponent(int bits) {
    return (bits >>> FRACTION_BITS) & 0xff;
  }

  /** To be called before each time that {@link #add} is called once, at most, for each sum. */
  void begin() {
    if (limbs == null) {
      limbs = new long[Math.multiplyExact(count, LIMBS)];
    }
    if (additions == MOST_ADDITIONS) {
      passCarries();
    }
    additions++;
  }

  /** Adds {@code mantissa * 2^position} units to a sum; a mantissa has 48 bits and a sign. */
  void add(int sum, long mantissa, int position) {
    int limb = sum * LIMBS + position / LIMB_BITS;
    int shift = position % LIMB_BITS;
    limbs[limb] += (mantissa << shift) & LIMB;
    limbs[limb + 1] += (mantissa >> (LIMB_BITS - shift)) & LIMB;
    // In two steps, because a shift by 64 would be none.
    limbs[limb + 2] += mantissa >> LIMB_BITS >> (LIMB_BITS - shift);
  }

  /** Adds all that {@code other} has, of as many sums; {@code other} keeps its values. */
  void merge(ExactSums other) {
    other.passCarries();
    if (other.limbs == null) {
      return;
    }
    begin();
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] += other.limbs[i];
    }
  }

  /** A sum, in units. */
  BigInteger value(int sum) {
    BigInteger value = BigInteger.ZERO;
    for (int limb = LIMBS - 1; limb >= 0 && limbs != null; limb--) {
      value = value.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[sum * LIMBS + limb]));
    }
    return value;
  }

  /** Leaves in each limb but the last its own 32 bits: equal sums then have equal limbs. */
  private void passCarries() {
    additions = 0;
    for (int first = 0; limbs != null && first < limbs.length; first += LIMBS) {
      for (int i = first; i < first + LIMBS - 1; i++) {
        limbs[i + 1] += limbs[i] >> LIMB_BITS;
        limbs[i] &= LIMB;
      }
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    passCarries();
    out.defaultWriteObject();
  }
}
