// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import java.util.stream.IntStream;

/**
 * One line of a {@link LineChart}.
 *
 * @param name in the legend
 * @param x abscissas, ascending; not copied, not to be changed
 * @param y values, one for each x; one that is NaN, infinite or beyond 1e100 is a gap in the line,
 *     and on a logarithmic axis also one below 1e-100
 */
public record Series(String name, double[] x, double[] y) {
  /** Beyond this, differences of values overflow, and there is no chart to draw anyway. */
  private static final double LARGEST = 1e100;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if there are not as many x as y
   */
  public Series {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "series '%s' has %s x and %s y".formatted(name, x.length, y.length));
    }
  }

  /** Whether the point of that index can be drawn on that scale of y. */
  boolean drawable(int index, Scale scale) {
    return Math.abs(x[index]) <= LARGEST
        && Math.abs(y[index]) <= LARGEST
        && (scale != Scale.LOGARITHMIC || y[index] >= 1 / LARGEST);
  }

  /** The indices of the points that can be drawn, in order. */
  IntStream drawable(Scale scale) {
    return IntStream.range(0, x.length).filter(index -> drawable(index, scale));
  }
}
