// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.EnsembleMetrics;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.PairedGain;
import convoy.evaluation.picture.LineChart;
import convoy.evaluation.picture.LineChart.Axis;
import convoy.evaluation.picture.Scale;
import convoy.evaluation.picture.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * What each ensemble gains over the best of its parts, what it costs, how much its parts differ,
 * and how its accuracy grows with their number.
 */
final class EnsembleSection {
  private EnsembleSection() {}

  /** The section; empty without an ensemble that was measured on an example. */
  static String html(List<MemberMetrics> members) {
    List<MemberMetrics> ensembles =
        members.stream()
            .filter(member -> member.count() > 0 && member.ensemble().isPresent())
            .toList();
    if (ensembles.isEmpty()) {
      return "";
    }
    StringBuilder rows = new StringBuilder();
    ensembles.forEach(ensemble -> rows.append(row(ensemble, ensemble.ensemble().orElseThrow())));
    return """
        <section id="ensembles">
        <h2>Ensembles</h2>
        <div class="scroll" role="region" aria-label="Ensembles" tabindex="0">
        <table>
        <thead><tr><th scope="col">ensemble</th><th scope="col">split</th>\
        <th scope="col" class="number">parts</th>\
        <th scope="col" class="number">best alone, %%</th>\
        <th scope="col" class="number">together, %%</th>\
        <th scope="col" class="number">gain, points</th>\
        <th scope="col" class="number">95 %% interval</th>\
        <th scope="col" class="number">p, McNemar</th>\
        <th scope="col" class="number">disagreement, %%</th>\
        <th scope="col" class="number">Q</th>\
        <th scope="col" class="number">parameters</th>\
        <th scope="col" class="number">images/s of a core</th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        </div>
        <p class="note">The best part is the one that did best on these very examples. The interval is of \
        the gain on the same examples. Disagreement: of two parts, averaged over all pairs, how often \
        they predict different classes. Q, Yule's: 1 where parts err on the same examples, 0 where \
        they err independently. What was chosen on the validation split flatters there.</p>
        %s</section>
        """
        .formatted(rows, growth(ensembles));
  }

  private static String row(MemberMetrics member, EnsembleMetrics ensemble) {
    PairedGain gain = ensemble.against().gain();
    StringBuilder cells = new StringBuilder();
    for (String value :
        List.of(
            Figures.count(ensemble.parts()),
            Figures.decimal(100 * ensemble.bestTop1(), 2),
            Figures.decimal(100 * member.top1(), 2),
            Figures.decimal(100 * gain.gain(), 2),
            Figures.decimal(100 * gain.low(), 2) + " to " + Figures.decimal(100 * gain.high(), 2),
            Figures.significant(ensemble.against().mcNemar().pValue()),
            Figures.decimal(100 * ensemble.disagreement(), 2),
            Figures.decimal(ensemble.yulesQ(), 3),
            Figures.count(ensemble.parameters()),
            Figures.decimal(ensemble.imagesPerSecond(), 0))) {
      cells.append("<td class=\"number\">").append(value).append("</td>");
    }
    return """
        <tr><th scope="row">%s</th><td>%s</td>%s</tr>
        """
        .formatted(escape(member.name()), member.split().code(), cells);
  }

  /** Accuracy over the number of parts, a line for each ensemble that is a plain mean. */
  private static String growth(List<MemberMetrics> ensembles) {
    List<Series> lines = new ArrayList<>();
    for (MemberMetrics member : ensembles) {
      List<Double> growth = member.ensemble().orElseThrow().growth();
      if (growth.size() > 1) {
        double[] parts = new double[growth.size()];
        double[] top1 = new double[growth.size()];
        for (int i = 0; i < parts.length; i++) {
          parts[i] = i + 1;
          top1[i] = 100 * growth.get(i);
        }
        lines.add(new Series(member.name() + ", " + member.split().code(), parts, top1));
      }
    }
    return lines.isEmpty()
        ? ""
        : "<figure>"
            + new LineChart(
                    "Accuracy by the number of parts",
                    new Axis("parts whose probabilities are averaged", Scale.LINEAR),
                    new Axis("top-1, %", Scale.LINEAR),
                    lines)
                .svg()
            + "</figure>\n";
  }
}
