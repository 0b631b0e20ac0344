// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.report.HtmlTable.Column;
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
    HtmlTable table =
        new HtmlTable(
            "Faults",
            List.of(
                Column.text("fault"),
                Column.text("time"),
                Column.number("after round"),
                Column.text("detail")));
    for (Fault fault : faults) {
      table.row(
          escape(fault.kind().text()),
          escape(fault.time()),
          Figures.count(fault.round()),
          escape(fault.detail()));
    }
    return """
        <section id="faults">
        <h2>Faults</h2>
        <p class="note">A round whose worker is lost is computed again, from what it began with: unless \
        rounds end by time, none of these changed the parameters.</p>
        %s</section>
        """
        .formatted(table.html());
  }
}
