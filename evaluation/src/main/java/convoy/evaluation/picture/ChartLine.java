// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A series as strokes of a pen: broken at gaps, and thinned to what can be seen.
 *
 * <p>A run may have tens of thousands of rounds and a chart has a few hundred columns of pixels. Of
 * the points within one column, the first, the lowest, the highest and the last are kept, in their
 * order: every peak stays, and the page stays small.
 */
final class ChartLine {
  private static final int DOTS_UP_TO = 30;

  /** A place in the chart, in pixels from its top left corner. */
  record Place(double x, double y) {
    @Override
    public String toString() {
      return Markup.pixels(x) + "," + Markup.pixels(y);
    }
  }

  private final List<List<Place>> strokes = new ArrayList<>();
  private boolean penDown;

  /** Goes to the next point. */
  void to(Place place) {
    if (!penDown) {
      strokes.add(new ArrayList<>());
      penDown = true;
    }
    strokes.get(strokes.size() - 1).add(place);
  }

  /** Leaves a gap before the next point. */
  void gap() {
    penDown = false;
  }

  /**
   * The SVG elements: a line for each stroke, and dots where points are few or stand alone.
   *
   * @param attributes of the pen, for example {@code stroke="#0072b2"}
   */
  String svg(String attributes, String colour) {
    int points = strokes.stream().mapToInt(List::size).sum();
    StringBuilder svg = new StringBuilder();
    for (List<Place> stroke : strokes) {
      if (stroke.size() > 1) {
        svg.append(
            "<polyline fill=\"none\" %s points=\"%s\"/>\n".formatted(attributes, join(stroke)));
      }
      if (stroke.size() == 1 || points <= DOTS_UP_TO) {
        for (Place place : stroke) {
          svg.append(
              "<circle cx=\"%s\" cy=\"%s\" r=\"2.2\" fill=\"%s\"/>\n"
                  .formatted(Markup.pixels(place.x()), Markup.pixels(place.y()), colour));
        }
      }
    }
    return svg.toString();
  }

  private static String join(List<Place> stroke) {
    return thinned(stroke).stream().map(Place::toString).collect(Collectors.joining(" "));
  }

  /** At most four points in each column of pixels. */
  static List<Place> thinned(List<Place> stroke) {
    List<Place> kept = new ArrayList<>();
    int from = 0;
    while (from < stroke.size()) {
      double column = Math.floor(stroke.get(from).x());
      int to = from + 1;
      while (to < stroke.size() && Math.floor(stroke.get(to).x()) == column) {
        to++;
      }
      addExtremes(stroke.subList(from, to), kept);
      from = to;
    }
    return kept;
  }

  private static void addExtremes(List<Place> column, List<Place> kept) {
    if (column.size() <= 4) {
      kept.addAll(column);
      return;
    }
    List<Place> inner = column.subList(1, column.size() - 1);
    Place highest = inner.stream().min(Comparator.comparingDouble(Place::y)).orElseThrow();
    Place lowest = inner.stream().max(Comparator.comparingDouble(Place::y)).orElseThrow();
    boolean highestFirst = inner.indexOf(highest) < inner.indexOf(lowest);
    kept.add(column.get(0));
    kept.add(highestFirst ? highest : lowest);
    kept.add(highestFirst ? lowest : highest);
    kept.add(column.get(column.size() - 1));
  }
}
