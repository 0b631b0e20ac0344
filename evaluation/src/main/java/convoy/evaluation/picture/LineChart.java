// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import convoy.evaluation.picture.Series.Style;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lines and points over a common abscissa, as an SVG picture with axes, ticks and a legend.
 *
 * @param title above the chart, and its name for a screen reader
 * @param x the horizontal axis; {@link Scale#LOGARITHMIC} is not offered here
 * @param y the vertical axis
 * @param series the lines and points; none, or none with a point that can be drawn, give an empty
 *     chart that says so
 */
public record LineChart(String title, Axis x, Axis y, List<Series> series) {

  /**
   * What an axis measures.
   *
   * @param label the quantity and its unit, for example {@code loss, nats}
   * @param scale how values become distances
   * @param band of values to be shaded, which the axis then shows whole
   */
  public record Axis(String label, Scale scale, Optional<Band> band) {
    /**
     * Checks the band.
     *
     * @throws IllegalArgumentException if it cannot be drawn on that scale
     */
    public Axis {
      band.ifPresent(
          shaded -> {
            Series ends =
                new Series(
                    shaded.name(), new double[2], new double[] {shaded.low(), shaded.high()});
            if (ends.drawable(scale).count() < 2 || shaded.low() >= shaded.high()) {
              throw new IllegalArgumentException(
                  "a band from %s to %s on a %s axis"
                      .formatted(shaded.low(), shaded.high(), scale));
            }
          });
    }

    /** An axis without a band. */
    public Axis(String label, Scale scale) {
      this(label, scale, Optional.empty());
    }
  }

  /**
   * A range of values that readers are to compare the lines with.
   *
   * @param name in the legend, for example {@code healthy}
   * @param low end
   * @param high end, above {@code low}
   */
  public record Band(String name, double low, double high) {}

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the horizontal axis is logarithmic, or has a band
   */
  public LineChart {
    series = List.copyOf(series);
    if (x.scale() == Scale.LOGARITHMIC) {
      throw new IllegalArgumentException("the horizontal axis of '%s' is linear".formatted(title));
    }
    if (x.band().isPresent()) {
      throw new IllegalArgumentException("a band of '%s' is of the vertical axis".formatted(title));
    }
  }

  /**
   * An {@code <svg>} element that fills the width of its container. Text keeps a readable size from
   * about 320 to 600 pixels; lines differ in colour and in dashes, so that they can be told apart
   * in a grey print.
   */
  public String svg() {
    return new ChartDrawing(this).svg();
  }

  /**
   * The chart in words: each line's first, last, lowest and highest value with its error bar, of
   * dots how many they are, and the band.
   */
  public String description() {
    String lines = series.stream().map(this::describe).collect(Collectors.joining(" "));
    String shaded =
        y.band()
            .map(
                band ->
                    "Shaded, %s: %s to %s."
                        .formatted(band.name(), number(band.low()), number(band.high())))
            .orElse("");
    return "%s over %s. %s".formatted(y.label(), x.label(), lines + " " + shaded).strip();
  }

  private String describe(Series line) {
    int[] points = line.drawable(y.scale()).toArray();
    if (points.length == 0) {
      return line.name() + ": no points.";
    }
    int lowest = points[0];
    int highest = points[0];
    for (int point : points) {
      lowest = line.y()[point] < line.y()[lowest] ? point : lowest;
      highest = line.y()[point] > line.y()[highest] ? point : highest;
    }
    String begin =
        line.style() instanceof Style.Dots
            ? points.length + " points"
            : "from %s to %s".formatted(at(line, points[0]), at(line, points[points.length - 1]));
    return "%s: %s, lowest %s, highest %s."
        .formatted(line.name(), begin, at(line, lowest), at(line, highest));
  }

  private String at(Series line, int point) {
    String bar =
        line.bar(point, y.scale())
            .map(ends -> " (bar %s to %s)".formatted(number(ends.low()), number(ends.high())))
            .orElse("");
    return "%s%s at %s"
        .formatted(
            number(line.y()[point]),
            bar,
            shortened(String.format(Locale.ROOT, "%.6g", line.x()[point])));
  }

  private static String number(double value) {
    return shortened(String.format(Locale.ROOT, "%.4g", value));
  }

  /** Numbers without the zeros behind their last digit. */
  private static String shortened(String numbers) {
    return numbers.replaceAll("(\\.\\d*?)0+(?=e| |$)", "$1").replaceAll("\\.(?=e| |$)", "");
  }
}
