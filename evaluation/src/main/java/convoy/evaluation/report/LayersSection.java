// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.picture.LineChart;
import convoy.evaluation.picture.LineChart.Axis;
import convoy.evaluation.picture.LineChart.Band;
import convoy.evaluation.picture.Scale;
import convoy.evaluation.picture.Series;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the layers were like in the sampled rounds (course notes, Neural Networks 3, Babysitting the
 * learning process): how large updates are beside the parameters, how many units are dead, how
 * gradients and activations are spread.
 */
final class LayersSection {
  private static final Axis ROUNDS = new Axis("round", Scale.WHOLE);

  /** What the course notes' rule of thumb says the update ratio should be about. */
  private static final double RULE_OF_THUMB = 1e-3;

  /** Half an order of magnitude to either side of it. */
  private static final Band HEALTHY = new Band("healthy", 3e-4, 3e-3);

  private LayersSection() {}

  static String html(List<LayerRecord> layers) {
    if (layers.isEmpty()) {
      return "";
    }
    int round = layers.stream().mapToInt(LayerRecord::round).max().orElseThrow();
    List<LayerSample> last =
        layers.stream().filter(layer -> layer.round() == round).map(LayerRecord::sample).toList();
    return """
        <section id="layers">
        <h2>Layers</h2>
        <p class="note">What to look for: an update should be about a thousandth of the parameters \
        that it changes. Far less, and the learning rate may be too low; far more, too high. A \
        ReLU that is 0 for all examples is dead: no gradient passes it. Each round is seen in one \
        minibatch of one worker, which tells only so much.</p>
        <div class="charts">
        %s%s</div>
        %s%s</section>
        """
        .formatted(
            updateRatios(layers),
            deadShares(layers),
            LayerTable.html(round, last),
            LayerWarnings.html(round, last));
  }

  private static String updateRatios(List<LayerRecord> layers) {
    List<Series> lines = new ArrayList<>(byLayer(layers, LayerSample::updateRatio));
    if (lines.isEmpty()) {
      return "";
    }
    double[] rounds = layers.stream().mapToDouble(LayerRecord::round).distinct().toArray();
    double[] ends = {rounds[0], rounds[rounds.length - 1]};
    lines.add(new Series("about 1e-3", ends, new double[] {RULE_OF_THUMB, RULE_OF_THUMB}));
    return figure(
        new LineChart(
            "Update ratio by layer",
            ROUNDS,
            new Axis(
                "norm of update / norm of parameters, logarithmic",
                Scale.LOGARITHMIC,
                Optional.of(HEALTHY)),
            lines));
  }

  private static String deadShares(List<LayerRecord> layers) {
    List<Series> lines = byLayer(layers, sample -> 100 * sample.deadShare());
    return lines.isEmpty()
        ? ""
        : figure(
            new LineChart(
                "Dead units by layer",
                ROUNDS,
                new Axis("0 for every example of the minibatch, %", Scale.PERCENT),
                lines));
  }

  /** A line for each layer that has the value in some round, in the order of the layers. */
  private static List<Series> byLayer(
      List<LayerRecord> layers, ToDoubleFunction<LayerSample> value) {
    Map<String, List<LayerRecord>> byName =
        layers.stream()
            .collect(
                Collectors.groupingBy(
                    layer -> layer.sample().layer(), LinkedHashMap::new, Collectors.toList()));
    return byName.entrySet().stream()
        .map(layer -> line(layer.getKey(), layer.getValue(), value))
        .filter(LayersSection::hasValue)
        .toList();
  }

  private static Series line(
      String name, Collection<LayerRecord> layer, ToDoubleFunction<LayerSample> value) {
    return new Series(
        name,
        layer.stream().mapToDouble(LayerRecord::round).toArray(),
        layer.stream().mapToDouble(seen -> value.applyAsDouble(seen.sample())).toArray());
  }

  private static boolean hasValue(Series line) {
    for (double value : line.y()) {
      if (Double.isFinite(value)) {
        return true;
      }
    }
    return false;
  }

  private static String figure(LineChart chart) {
    return "<figure>\n" + chart.svg() + "</figure>\n";
  }
}
