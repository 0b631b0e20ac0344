// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import convoy.training.monitor.Distribution;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A distribution as a small SVG picture for a cell of a table: a bar for each bin, and a grey line
 * where 0 is. A bar is as high as the square root of its count: what is rare is seen beside the
 * zeros of a ReLU.
 *
 * @param name of what is distributed, for a screen reader
 * @param distribution its values
 */
public record Histogram(String name, Distribution distribution) {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 24;

  /** Beyond this, differences of values overflow. */
  private static final double LARGEST = 1e100;

  /** An {@code <svg>} element of 96 by 24 pixels; an empty text where there is no value. */
  public String svg() {
    if (!drawable()) {
      return "";
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" \
        role="img"><title>%s</title><path fill="#0072b2" d="%s"/>%s</svg>"""
        .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT, Markup.escape(description()), bars(), zeroLine());
  }

  /** The histogram in words: how many values, their ends, and the bin that most of them are in. */
  public String description() {
    if (!drawable()) {
      return name + ": no values.";
    }
    int fullest = fullest();
    return String.format(
        Locale.ROOT,
        "%s: %,d values from %.3g to %.3g, most of them (%,d) from %.3g to %.3g.",
        name,
        IntStream.range(0, bins()).mapToLong(this::count).sum(),
        distribution.low(),
        distribution.high(),
        count(fullest),
        edge(fullest),
        edge(fullest + 1));
  }

  private boolean drawable() {
    return Math.abs(distribution.low()) <= LARGEST
        && Math.abs(distribution.high()) <= LARGEST
        && IntStream.range(0, bins()).anyMatch(bin -> count(bin) > 0);
  }

  private int bins() {
    return distribution.counts().length;
  }

  private long count(int bin) {
    return Math.max(0, distribution.counts()[bin]);
  }

  private int fullest() {
    int fullest = 0;
    for (int bin = 1; bin < bins(); bin++) {
      fullest = count(bin) > count(fullest) ? bin : fullest;
    }
    return fullest;
  }

  /** Where a bin begins, and the one before it ends. */
  private double edge(int bin) {
    return distribution.low() + (distribution.high() - distribution.low()) * bin / bins();
  }

  private String bars() {
    double width = (double) WIDTH / bins();
    double highest = Math.sqrt((double) count(fullest()));
    StringBuilder path = new StringBuilder();
    for (int bin = 0; bin < bins(); bin++) {
      if (count(bin) > 0) {
        path.append(
            "M%s %sV%sH%sV%sZ"
                .formatted(
                    Markup.pixels(bin * width),
                    HEIGHT,
                    Markup.pixels(
                        HEIGHT - Math.max(1, HEIGHT * Math.sqrt((double) count(bin)) / highest)),
                    Markup.pixels((bin + 1) * width),
                    HEIGHT));
      }
    }
    return path.toString();
  }

  private String zeroLine() {
    if (!(distribution.low() < 0 && distribution.high() > 0)) {
      return "";
    }
    double share = -distribution.low() / (distribution.high() - distribution.low());
    String x = Markup.pixels(WIDTH * share);
    return "<line x1=\"%s\" y1=\"0\" x2=\"%s\" y2=\"%s\" stroke=\"#888\" stroke-dasharray=\"2 2\"/>"
        .formatted(x, x, HEIGHT);
  }
}
