// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import convoy.evaluation.picture.Series.Style;
import java.util.ArrayList;
import java.util.List;

/** The names of a chart's lines and of its band, in rows, and how each of them looks. */
final class ChartLegend {
  private static final double LETTER = 6.6;
  private static final int LONGEST_NAME = 40;

  /** Okabe and Ito's colours, which the colour-blind can tell apart, from dark to light. */
  private static final String[] COLOURS = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"
  };

  private static final String[] DASHES = {"", "6 3", "2 2.5", "9 3 2 3", "12 4", "4 2 1 2"};

  /** Paler than any line, so that lines stay to be seen on it. */
  static final String SHADE = "fill=\"#009e73\" fill-opacity=\"0.16\"";

  /** A name, and the SVG elements beside it, which begin at an x and are centred at a y. */
  private record Entry(String name, String mark) {
    double width() {
      return 30 + LETTER * name.length() + 14;
    }
  }

  private final int lineHeight;
  private final List<List<Entry>> rows = new ArrayList<>();

  /**
   * The legend of a chart; a single line without a band needs none.
   *
   * @param width that a row may have, in pixels
   * @param lineHeight of a row, in pixels
   */
  ChartLegend(LineChart chart, double width, int lineHeight) {
    this.lineHeight = lineHeight;
    List<Entry> entries = entries(chart);
    if (entries.size() < 2) {
      return;
    }
    double used = width;
    for (Entry entry : entries) {
      if (used + entry.width() > width) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.get(rows.size() - 1).add(entry);
      used += entry.width();
    }
  }

  private static List<Entry> entries(LineChart chart) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < chart.series().size(); i++) {
      Series series = chart.series().get(i);
      entries.add(new Entry(shortened(series.name()), mark(series.style(), i)));
    }
    chart
        .y()
        .band()
        .ifPresent(
            band ->
                entries.add(
                    new Entry(
                        shortened(band.name()),
                        "<path d=\"M%s %sm0 -6h24v12h-24z\" " + SHADE + "/>")));
    return entries;
  }

  /** What a series looks like, about the middle of its points. */
  private static String mark(Style style, int series) {
    if (style instanceof Style.Dots) {
      return "<path d=\"M%s %sm9.4 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0\" "
          + thinPen(series)
          + "/>";
    }
    String bar = style instanceof Style.ErrorBars ? "m-12 -5v10m-3 0h6m-6 -10h6" : "";
    return "<path d=\"M%s %sh24" + bar + "\" fill=\"none\" " + pen(series) + "/>";
  }

  /** How high it is, in pixels; 0 where there is none. */
  int height() {
    return rows.isEmpty() ? 0 : 5 + lineHeight * rows.size();
  }

  /** The SVG elements, the middle of the first row at that height. */
  String svg(double firstY) {
    StringBuilder svg = new StringBuilder();
    for (int row = 0; row < rows.size(); row++) {
      double x = 0;
      String y = Markup.pixels(firstY + lineHeight * row);
      for (Entry entry : rows.get(row)) {
        svg.append(
            """
            %s
            <text x="%s" y="%s" dy="0.35em">%s</text>
            """
                .formatted(
                    entry.mark().formatted(Markup.pixels(x), y),
                    Markup.pixels(x + 30),
                    y,
                    Markup.escape(entry.name())));
        x += entry.width();
      }
    }
    return svg.toString();
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  /** About how wide a text is, in pixels. */
  static int width(int letters) {
    return (int) Math.ceil(LETTER * letters);
  }

  static String colour(int series) {
    return COLOURS[series % COLOURS.length];
  }

  /** With the colours, the dashes shift by one, so that 36 lines differ. */
  private static String dashes(int series) {
    return DASHES[(series + series / COLOURS.length) % DASHES.length];
  }

  /** The attributes of a ring or an error bar. */
  static String thinPen(int series) {
    return "fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\"".formatted(colour(series));
  }

  /** The attributes of a line's stroke. */
  static String pen(int series) {
    return "stroke=\"%s\" stroke-width=\"1.6\" stroke-linejoin=\"round\" stroke-dasharray=\"%s\""
        .formatted(colour(series), dashes(series))
        .replace(" stroke-dasharray=\"\"", "");
  }
}
