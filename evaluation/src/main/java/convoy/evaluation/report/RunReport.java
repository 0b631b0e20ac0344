// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.Filters;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that the report of a run shows. Any part may be empty: the page then says so, or
 * leaves the picture out.
 *
 * @param title of the page
 * @param provenance versions, seeds, digests and settings, by name, in the order to show them
 * @param history one point for each round, in order
 * @param samples of layers and workers, in the rounds that were looked at closely
 * @param members what was measured, in the order to show it; one member may have several splits
 * @param testReadings how often the test split was read, 0 or more
 * @param classNames by label; a class without a name is shown by its number
 * @param filters of the first convolution layer
 * @param preprocessing the training split's statistics and images, as pictures, or those of its
 *     features, as numbers
 * @param phaseSeconds seconds spent in each phase of the run, in order
 */
public record RunReport(
    String title,
    Map<String, String> provenance,
    List<RoundRecord> history,
    Samples samples,
    List<MemberMetrics> members,
    int testReadings,
    List<String> classNames,
    Optional<Filters> filters,
    Optional<Preprocessing> preprocessing,
    Map<String, Double> phaseSeconds) {

  /**
   * Copies the lists and maps; the maps keep their order.
   *
   * @throws NullPointerException if anything is null, a value in a map included
   */
  public RunReport {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(samples, "samples");
    Objects.requireNonNull(filters, "filters");
    Objects.requireNonNull(preprocessing, "preprocessing");
    requireValues(provenance);
    requireValues(phaseSeconds);
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    history = List.copyOf(history);
    members = List.copyOf(members);
    classNames = List.copyOf(classNames);
    phaseSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(phaseSeconds));
  }

  private static void requireValues(Map<String, ?> map) {
    map.forEach((key, value) -> Objects.requireNonNull(value, key));
  }
}
