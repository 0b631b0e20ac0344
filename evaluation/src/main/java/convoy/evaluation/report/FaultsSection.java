// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.training.monitor.Fault;
import java.util.List;

/** What went wrong while the run was trained, and did not end it. */
final class FaultsSection {
  private FaultsSection() {}

  /** The section; empty without a fault. */
  static String html(List<Fault> faults) {
    if (faults.isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    for (Fault fault : faults) {
      rows.append(
          "<tr><th scope=\"row\">%s</th><td>%s</td><td class=\"number\">%s</td><td>%s</td></tr>\n"
              .formatted(
                  escape(fault.kind().text()),
                  escape(fault.time()),
                  Figures.count(fault.round()),
                  escape(fault.detail())));
    }
    return """
        <section id="faults">
        <h2>Faults</h2>
        <p class="note">A round whose worker is lost is computed again, from what it began with: unless \
        rounds end by time, none of these changed the parameters.</p>
        <div class="scroll" role="region" aria-label="Faults" tabindex="0">
        <table>
        <thead><tr><th scope="col">fault</th><th scope="col">time</th>\
        <th scope="col" class="number">after round</th><th scope="col">detail</th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        </div>
        </section>
        """
        .formatted(rows);
  }
}
