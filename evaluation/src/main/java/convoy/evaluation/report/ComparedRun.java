// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One of several runs that are looked at side by side.
 *
 * @param report of which title, history, members and times are shown; the title tells it from the
 *     others
 * @param settings every key with its value, in order
 * @param trainDigest of the training split; empty where it is not known
 */
public record ComparedRun(RunReport report, Map<String, String> settings, String trainDigest) {
  /**
   * Copies the settings; they keep their order.
   *
   * @throws NullPointerException if anything is null
   */
  public ComparedRun {
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(trainDigest, "trainDigest");
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** By which the page names it. */
  String name() {
    return report.origin().title();
  }

  /** Whether runs have learnt from different images, as far as it is known. */
  static boolean differInImages(List<ComparedRun> runs) {
    return runs.stream()
            .map(ComparedRun::trainDigest)
            .filter(digest -> !digest.isEmpty())
            .distinct()
            .count()
        > 1;
  }
}
