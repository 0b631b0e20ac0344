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
import convoy.evaluation.report.HtmlTable.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * What each ensemble gains over the best of its parts, what it costs, how much its parts differ,
 * and how its accuracy grows with their number.
 */
final class EnsembleSection {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("ensemble"),
          Column.text("split"),
          Column.number("parts"),
          Column.number("best alone, %"),
          Column.number("together, %"),
          Column.number("gain, points"),
          Column.number("95 % interval"),
          Column.number("p, McNemar"),
          Column.number("disagreement, %"),
          Column.number("Q"),
          Column.number("parameters"),
          Column.number("images/s of a core"));

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
    HtmlTable table = new HtmlTable("Ensembles", COLUMNS);
    ensembles.forEach(ensemble -> addRow(table, ensemble, ensemble.ensemble().orElseThrow()));
    return """
        <section id="ensembles">
        <h2>Ensembles</h2>
        <details>
        <summary>%s, with the gain of each over its best part</summary>
        %s<p class="note">The best part is the one that did best on these very examples. The interval is of \
        the gain on the same examples. Disagreement: of two parts, averaged over all pairs, how often \
        they predict different classes. Q, Yule's: 1 where parts err on the same examples, 0 where \
        they err independently. What was chosen on the validation split flatters there.</p>
        %s</details>
        </section>
        """
        .formatted(
            ensembles.size() == 1 ? "1 ensemble" : Figures.count(ensembles.size()) + " ensembles",
            table.html(),
            growth(ensembles));
  }

  private static void addRow(HtmlTable table, MemberMetrics member, EnsembleMetrics ensemble) {
    PairedGain gain = ensemble.against().gain();
    table.row(
        escape(member.name()),
        member.split().code(),
        Figures.count(ensemble.parts()),
        Figures.decimal(100 * ensemble.bestTop1(), 2),
        Figures.decimal(100 * member.top1(), 2),
        Figures.decimal(100 * gain.gain(), 2),
        Figures.decimal(100 * gain.low(), 2) + " to " + Figures.decimal(100 * gain.high(), 2),
        Figures.significant(ensemble.against().mcNemar().pValue()),
        Figures.decimal(100 * ensemble.disagreement(), 2),
        Figures.decimal(ensemble.yulesQ(), 3),
        Figures.count(ensemble.parameters()),
        Figures.decimal(ensemble.imagesPerSecond(), 0));
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
