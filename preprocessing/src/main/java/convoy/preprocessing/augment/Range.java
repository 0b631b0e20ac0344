// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import java.io.Serializable;

/**
 * Numbers from low to high, both included.
 *
 * @param low the smallest
 * @param high the largest, not less than low
 */
public record Range(double low, double high) implements Serializable {

  /**
   * Checks the ends.
   *
   * @throws BadInputException if one is not finite, or they are the wrong way round
   */
  public Range {
    if (!(low <= high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new BadInputException(
          "a range goes from its smaller to its larger number, as in 0.5..1, not %s..%s"
              .formatted(number(low), number(high)));
    }
  }

  /**
   * Lets a number in the range pass.
   *
   * @param what it is, for the error
   * @throws BadInputException if it is NaN or outside
   */
  static void require(String what, double value, Range legal, String unit) {
    if (!(value >= legal.low && value <= legal.high)) {
      throw new BadInputException(
          "%s is from %s to %s (%s), not %s"
              .formatted(what, number(legal.low), number(legal.high), unit, number(value)));
    }
  }

  /** The number without {@code .0} where it is whole. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  @Override
  public String toString() {
    return number(low) + ".." + number(high);
  }
}
