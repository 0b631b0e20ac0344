// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import java.util.List;
import java.util.Map;

/** Where the run came from and what it took: the time of each phase, and the provenance. */
final class OriginSection {
  private OriginSection() {}

  static String phases(Map<String, Double> phaseSeconds) {
    if (phaseSeconds.isEmpty()) {
      return "";
    }
    List<BarTable.Row> rows =
        phaseSeconds.entrySet().stream()
            .map(phase -> new BarTable.Row(phase.getKey(), phase.getValue()))
            .toList();
    return """
        <section id="phases">
        <h2>Time of the run</h2>
        %s</section>
        """
        .formatted(new BarTable("By phase", "phase", "time", Figures::duration).html(rows));
  }

  static String provenance(Map<String, String> provenance) {
    if (provenance.isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    provenance.forEach(
        (key, value) ->
            rows.append(
                "<div><dt>%s</dt><dd>%s</dd></div>\n".formatted(escape(key), escape(value))));
    return """
        <section id="provenance">
        <h2>Provenance</h2>
        <dl class="provenance">
        %s</dl>
        </section>
        """
        .formatted(rows);
  }
}
