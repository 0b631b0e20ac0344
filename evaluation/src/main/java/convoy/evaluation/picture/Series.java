// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One line of a {@link LineChart}, or its points alone.
 *
 * @param name in the legend
 * @param x abscissas, ascending; not copied, not to be changed
 * @param y values, one for each x; one that is NaN, infinite or beyond 1e100 is a gap in the line,
 *     and on a logarithmic axis also one below 1e-100
 * @param style in which the points are drawn
 */
public record Series(String name, double[] x, double[] y, Style style) {
  /** Beyond this, differences of values overflow, and there is no chart to draw anyway. */
  private static final double LARGEST = 1e100;

  /** How points are drawn. */
  public sealed interface Style {
    /** Joined by a line. */
    record Line() implements Style {}

    /** Each alone; several may stand above one abscissa. */
    record Dots() implements Style {}

    /**
     * Joined by a line, each with a bar from a low to a high value that says how sure it is. A bar
     * with an end that could not be drawn as a point is left out.
     *
     * @param low one for each point; not copied, not to be changed
     * @param high likewise
     */
    record ErrorBars(double[] low, double[] high) implements Style {}
  }

  /** The ends of a point's error bar. */
  record Bar(double low, double high) {}

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if there are not as many x as y, or not as many error bars
   */
  public Series {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "series '%s' has %s x and %s y".formatted(name, x.length, y.length));
    }
    if (style instanceof Style.ErrorBars bars
        && (bars.low().length != x.length || bars.high().length != x.length)) {
      throw new IllegalArgumentException(
          "series '%s' has %s points and error bars from %s values to %s"
              .formatted(name, x.length, bars.low().length, bars.high().length));
    }
  }

  /** A line. */
  public Series(String name, double[] x, double[] y) {
    this(name, x, y, new Style.Line());
  }

  /** Whether the point of that index can be drawn on that scale of y. */
  boolean drawable(int index, Scale scale) {
    return Math.abs(x[index]) <= LARGEST && drawable(y[index], scale);
  }

  private static boolean drawable(double value, Scale scale) {
    return Math.abs(value) <= LARGEST && (scale != Scale.LOGARITHMIC || value >= 1 / LARGEST);
  }

  /** The indices of the points that can be drawn, in order. */
  IntStream drawable(Scale scale) {
    return IntStream.range(0, x.length).filter(index -> drawable(index, scale));
  }

  /** The error bar of a point; none where it has none that can be drawn. */
  Optional<Bar> bar(int index, Scale scale) {
    return style instanceof Style.ErrorBars bars
            && drawable(bars.low()[index], scale)
            && drawable(bars.high()[index], scale)
        ? Optional.of(new Bar(bars.low()[index], bars.high()[index]))
        : Optional.empty();
  }

  /** The values that the vertical axis has to show: of points, and of the ends of their bars. */
  DoubleStream shown(Scale scale) {
    return drawable(scale)
        .boxed()
        .flatMapToDouble(
            index ->
                DoubleStream.concat(
                    DoubleStream.of(y[index]),
                    bar(index, scale).stream()
                        .flatMapToDouble(bar -> DoubleStream.of(bar.low(), bar.high()))));
  }
}
