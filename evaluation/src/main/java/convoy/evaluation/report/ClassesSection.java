// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.ClassScores;
import convoy.evaluation.metric.ClassScores.Score;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.ConfusionTable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well the best member finds each class: precision, recall and F1, and their means. Of many
 * classes those with the lowest F1 are shown, which are the ones to look at.
 */
final class ClassesSection {
  /** Rows of the table; with more classes than this, not all are shown. */
  private static final int MOST = 40;

  /** Rows of the table when there are more classes. */
  private static final int HARDEST = 20;

  private ClassesSection() {}

  /** The section; empty where no example has a defined prediction. */
  static String html(MemberMetrics best, List<String> classNames) {
    ClassScores scores = ClassScores.of(best.confusion());
    if (scores.classes().stream().allMatch(score -> score.support() == 0)) {
      return "";
    }
    ConfusionTable names = new ConfusionTable(best.confusion(), classNames);
    StringBuilder rows = new StringBuilder();
    for (int label : shown(scores.classes())) {
      rows.append(row(names.className(label), scores.classes().get(label)));
    }
    return """
        <section id="classes">
        <h2>Classes, for %s on the %s split</h2>
        <div class="scroll" role="region" aria-label="Scores of the classes" tabindex="0">
        <table>
        %s<thead><tr><th scope="col">class</th><th scope="col" class="number">examples</th>\
        <th scope="col" class="number">precision, %%</th>\
        <th scope="col" class="number">recall, %%</th>\
        <th scope="col" class="number">F1, %%</th></tr></thead>
        <tbody>
        %s</tbody>
        <tfoot>%s</tfoot>
        </table>
        </div>
        <p class="note">Precision: of the predictions of a class, those right. Recall: of its \
        examples, those found. F1: their harmonic mean. Of nothing there is no share, and the means \
        are over the classes that have one.</p>
        </section>
        """
        .formatted(
            escape(best.name()),
            best.split().code(),
            caption(scores.classes().size()),
            rows,
            mean(scores));
  }

  private static String caption(int classes) {
    return classes <= MOST
        ? ""
        : "<caption>The %s of %s classes with the lowest F1</caption>\n"
            .formatted(HARDEST, Figures.count(classes));
  }

  /** The labels of the rows; a class whose F1 is not defined counts as the last to look at. */
  private static List<Integer> shown(List<Score> classes) {
    List<Integer> labels = IntStream.range(0, classes.size()).boxed().toList();
    return classes.size() <= MOST
        ? labels
        : labels.stream()
            .sorted(Comparator.comparingDouble(label -> classes.get(label).f1()))
            .limit(HARDEST)
            .toList();
  }

  private static String row(String name, Score score) {
    return """
        <tr><th scope="row">%s</th>%s</tr>
        """
        .formatted(
            escape(name),
            cell(Figures.count(score.support()))
                + share(score.precision())
                + share(score.recall())
                + share(score.f1()));
  }

  private static String mean(ClassScores scores) {
    long examples = scores.classes().stream().mapToLong(Score::support).sum();
    return "<tr><th scope=\"row\">sum and means</th>%s</tr>"
        .formatted(
            cell(Figures.count(examples))
                + share(scores.macroPrecision())
                + share(scores.macroRecall())
                + share(scores.macroF1()));
  }

  private static String share(double share) {
    return cell(Figures.decimal(100 * share, 2));
  }

  private static String cell(String text) {
    return "<td class=\"number\">" + text + "</td>";
  }
}
