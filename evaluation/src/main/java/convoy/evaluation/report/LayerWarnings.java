// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.training.monitor.LayerSample;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the layers of one sampled round call for, in a line each: update ratios a tenth or ten times
 * of what the course notes take for healthy, and layers that are mostly dead.
 */
final class LayerWarnings {
  private static final double HIGHEST_RATIO = 1e-2;
  private static final double LOWEST_RATIO = 1e-4;
  private static final double MOST_DEAD = 0.5;

  private LayerWarnings() {}

  /** The warnings that are due; an empty text without any. A value that is missing is no reason. */
  static String html(int round, List<LayerSample> layers) {
    String warnings =
        warning(
                layers,
                layer -> finite(layer.updateRatio()) && layer.updateRatio() > HIGHEST_RATIO,
                layer -> Figures.brief(layer.updateRatio()),
                "Update ratio above 1e-2: %s. The learning rate may be too high.")
            + warning(
                layers,
                layer -> finite(layer.updateRatio()) && layer.updateRatio() < LOWEST_RATIO,
                layer -> Figures.brief(layer.updateRatio()),
                "Update ratio below 1e-4: %s. The learning rate may be too low, unless its schedule"
                    + " has brought it down by now.")
            + warning(
                layers,
                layer -> finite(layer.deadShare()) && layer.deadShare() > MOST_DEAD,
                layer -> Figures.percent(layer.deadShare()),
                "More than half of the units dead: %s. A lower learning rate kills fewer; a leaky"
                    + " ReLU does not die.");
    return warnings.isEmpty()
        ? ""
        : """
        <p class="warnings">Round %s gives cause to look closer:</p>
        <ul class="warnings">
        %s</ul>
        """
            .formatted(Figures.count(round), warnings);
  }

  private static String warning(
      List<LayerSample> layers,
      Predicate<LayerSample> due,
      Function<LayerSample, String> figure,
      String text) {
    String names =
        layers.stream()
            .filter(due)
            .map(layer -> "%s (%s)".formatted(escape(layer.layer()), figure.apply(layer)))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "<li>" + text.formatted(names) + "</li>\n";
  }

  private static boolean finite(double value) {
    return Double.isFinite(value);
  }
}
