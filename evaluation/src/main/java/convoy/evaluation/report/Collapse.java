// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.metric.MemberMetrics;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The signs that a network has stopped learning: a layer most of whose units are dead, and the same
 * class predicted for nearly every example. Either says more than a curve, because the training
 * accuracy of such a network is low and close to validation, as that of one that is too small.
 *
 * @param text of the signs, one sentence each
 */
record Collapse(String text) {
  /** A class that is predicted for a larger share of the examples is nearly the only answer. */
  private static final double NEARLY_ALL = 0.9;

  /** A class that is so frequent may well be predicted so often. */
  private static final double FREQUENT = 0.75;

  /**
   * The signs; none where neither is seen.
   *
   * @param layers in the sampled rounds; the last of these counts
   * @param best the member whose predictions are looked at
   */
  static Optional<Collapse> of(
      List<LayerRecord> layers, Optional<MemberMetrics> best, List<String> classNames) {
    String signs =
        (deadLayer(layers) + best.map(member -> oneAnswer(member, classNames)).orElse("")).strip();
    return signs.isEmpty() ? Optional.empty() : Optional.of(new Collapse(signs));
  }

  /** The layer with the largest share of dead units in the last sampled round. */
  private static String deadLayer(List<LayerRecord> layers) {
    int last = layers.stream().mapToInt(LayerRecord::round).max().orElse(0);
    return layers.stream()
        .filter(layer -> layer.round() == last)
        .map(LayerRecord::sample)
        .filter(LayerSample::hasDied)
        .sorted(Comparator.comparingDouble(sample -> -sample.deadShare()))
        .findFirst()
        .map(
            sample ->
                "Of the units of layer %s, %s are dead (0 for every image of a minibatch). "
                    .formatted(sample.layer(), Figures.percent(sample.deadShare())))
        .orElse("");
  }

  private static String oneAnswer(MemberMetrics member, List<String> classNames) {
    long[][] confusion = member.confusion();
    long all = Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
    for (int label = 0; label < confusion.length && all > 0; label++) {
      int column = label;
      long predicted = Arrays.stream(confusion).mapToLong(row -> row[column]).sum();
      long labelled = Arrays.stream(confusion[label]).sum();
      if (predicted > NEARLY_ALL * all && labelled <= FREQUENT * all) {
        return "For %s of the examples the same class, %s, is predicted."
            .formatted(
                Figures.percent((double) predicted / all),
                label < classNames.size() ? classNames.get(label) : "number " + label);
      }
    }
    return "";
  }
}
