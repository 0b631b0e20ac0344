// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import convoy.evaluation.picture.ChartLine.Place;
import convoy.evaluation.picture.LineChart.Band;
import convoy.evaluation.picture.Series.Bar;
import convoy.evaluation.picture.Series.Style;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Places the parts of a {@link LineChart} and draws them as SVG. */
final class ChartDrawing {
  private static final int WIDTH = 360;
  private static final int PLOT_HEIGHT = 160;
  private static final int RIGHT = 20;
  private static final int LINE = 17;

  private final LineChart chart;
  private final AxisRange xRange;
  private final AxisRange yRange;
  private final ChartLegend legend;
  private final int left;
  private final int top;

  ChartDrawing(LineChart chart) {
    this.chart = chart;
    double[] xs = abscissas();
    double[] ys = withBand(values());
    double[] xEnds = ends(xs);
    double[] yEnds = ends(ys);
    this.xRange = xs.length == 0 ? null : AxisRange.tight(xEnds[0], xEnds[1], chart.x().scale());
    this.yRange = ys.length == 0 ? null : AxisRange.rounded(yEnds[0], yEnds[1], chart.y().scale());
    this.legend = new ChartLegend(chart, WIDTH, LINE);
    this.top = 30 + LINE + legend.height();
    this.left = yRange == null ? 30 : 12 + widestLabel();
  }

  String svg() {
    int height = top + PLOT_HEIGHT + 44;
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="100%%" role="img" \
        font-family="system-ui, sans-serif" font-size="12" fill="#333">
        <title>%s</title>
        <desc>%s</desc>
        <text x="0" y="15" font-size="14" font-weight="600" fill="#111">%s</text>
        %s%s</svg>
        """
        .formatted(
            WIDTH,
            height,
            Markup.escape(chart.title()),
            Markup.escape(chart.description()),
            Markup.escape(chart.title()),
            legend.svg(34),
            xRange == null || yRange == null ? nothing() : band() + axes() + lines());
  }

  private String nothing() {
    return """
        <rect x="0.5" y="%s" width="%s" height="%s" fill="none" stroke="#ccc"/>
        <text x="%s" y="%s" text-anchor="middle" fill="#666">nothing was measured</text>
        """
        .formatted(top, WIDTH - 1, PLOT_HEIGHT, WIDTH / 2, top + PLOT_HEIGHT / 2);
  }

  /** The band lies under everything else. */
  private String band() {
    return chart.y().band().map(this::shaded).orElse("");
  }

  private String shaded(Band band) {
    double high = pixelY(band.high());
    return """
        <rect x="%s" y="%s" width="%s" height="%s" %s/>
        """
        .formatted(
            left,
            Markup.pixels(high),
            WIDTH - RIGHT - left,
            Markup.pixels(pixelY(band.low()) - high),
            ChartLegend.SHADE);
  }

  private String axes() {
    StringBuilder svg = new StringBuilder();
    for (double tick : yRange.ticks()) {
      String y = Markup.pixels(pixelY(tick));
      svg.append(
          """
          <line x1="%s" y1="%s" x2="%s" y2="%s" stroke="#e3e3e3"/>
          <text x="%s" y="%s" dy="0.35em" text-anchor="end">%s</text>
          """
              .formatted(left, y, WIDTH - RIGHT, y, left - 6, y, yRange.label(tick)));
    }
    for (double tick : xRange.ticks()) {
      String x = Markup.pixels(pixelX(tick));
      int base = top + PLOT_HEIGHT;
      svg.append(
          """
          <line x1="%s" y1="%s" x2="%s" y2="%s" stroke="#888"/>
          <text x="%s" y="%s" text-anchor="middle">%s</text>
          """
              .formatted(x, base, x, base + 4, x, base + 18, xRange.label(tick)));
    }
    return svg.append(frame()).toString();
  }

  private String frame() {
    int base = top + PLOT_HEIGHT;
    return """
        <line x1="%s" y1="%s" x2="%s" y2="%s" stroke="#888"/>
        <text x="0" y="%s" fill="#666">%s</text>
        <text x="%s" y="%s" text-anchor="end" fill="#666">%s</text>
        """
        .formatted(
            left,
            base,
            WIDTH - RIGHT,
            base,
            top - 12,
            Markup.escape(chart.y().label()),
            WIDTH - RIGHT,
            base + 36,
            Markup.escape(chart.x().label()));
  }

  private String lines() {
    StringBuilder svg = new StringBuilder();
    for (int i = 0; i < chart.series().size(); i++) {
      Series series = chart.series().get(i);
      svg.append(
          series.style() instanceof Style.Dots
              ? dots(series, i)
              : bars(series, i) + line(series, i));
    }
    return svg.toString();
  }

  private String line(Series series, int number) {
    ChartLine line = new ChartLine();
    for (int point = 0; point < series.x().length; point++) {
      if (series.drawable(point, chart.y().scale())) {
        line.to(place(series, point));
      } else {
        line.gap();
      }
    }
    return line.svg(ChartLegend.pen(number), ChartLegend.colour(number));
  }

  /** Rings: those that lie on each other, or on a line, stay to be seen. */
  private String dots(Series series, int number) {
    return series
        .drawable(chart.y().scale())
        .mapToObj(point -> place(series, point))
        .map(
            place ->
                "<circle cx=\"%s\" cy=\"%s\" r=\"2.6\" %s/>\n"
                    .formatted(
                        Markup.pixels(place.x()),
                        Markup.pixels(place.y()),
                        ChartLegend.thinPen(number)))
        .collect(Collectors.joining());
  }

  private String bars(Series series, int number) {
    StringBuilder svg = new StringBuilder();
    series
        .drawable(chart.y().scale())
        .forEach(
            point ->
                series
                    .bar(point, chart.y().scale())
                    .ifPresent(bar -> svg.append(bar(series.x()[point], bar, number))));
    return svg.toString();
  }

  /** A stem with a cap at each end. */
  private String bar(double x, Bar bar, int number) {
    String middle = Markup.pixels(pixelX(x));
    String low = Markup.pixels(pixelY(bar.low()));
    return "<path d=\"M%s %sV%sm-3 0h6M%s %sm-3 0h6\" %s/>\n"
        .formatted(
            middle,
            low,
            Markup.pixels(pixelY(bar.high())),
            middle,
            low,
            ChartLegend.thinPen(number));
  }

  private Place place(Series series, int point) {
    return new Place(pixelX(series.x()[point]), pixelY(series.y()[point]));
  }

  private int widestLabel() {
    int letters =
        yRange.ticks().stream().mapToInt(tick -> yRange.label(tick).length()).max().orElse(0);
    return ChartLegend.width(letters);
  }

  private double pixelX(double value) {
    return left + xRange.position(value) * (WIDTH - RIGHT - left);
  }

  private double pixelY(double value) {
    return top + (1 - yRange.position(value)) * PLOT_HEIGHT;
  }

  private double[] abscissas() {
    return chart.series().stream()
        .flatMapToDouble(
            series -> series.drawable(chart.y().scale()).mapToDouble(point -> series.x()[point]))
        .toArray();
  }

  private double[] values() {
    return chart.series().stream()
        .flatMapToDouble(series -> series.shown(chart.y().scale()))
        .toArray();
  }

  /** The band is seen whole; where nothing was measured, it is not seen at all. */
  private double[] withBand(double[] ys) {
    return ys.length == 0
        ? ys
        : DoubleStream.concat(
                DoubleStream.of(ys),
                chart.y().band().stream()
                    .flatMapToDouble(band -> DoubleStream.of(band.low(), band.high())))
            .toArray();
  }

  private static double[] ends(double[] values) {
    return new double[] {
      DoubleStream.of(values).min().orElse(0), DoubleStream.of(values).max().orElse(1)
    };
  }
}
