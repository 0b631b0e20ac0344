// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.ClassScores;
import convoy.evaluation.metric.ClassScores.Score;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.ConfusionTable;
import convoy.evaluation.report.HtmlTable.Column;
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
    HtmlTable table =
        new HtmlTable(
                "Scores of the classes",
                List.of(
                    Column.text("class"),
                    Column.number("examples"),
                    Column.number("precision, %"),
                    Column.number("recall, %"),
                    Column.number("F1, %")))
            .caption(caption(scores.classes().size()));
    for (int label : shown(scores.classes())) {
      addRow(table, names.className(label), scores.classes().get(label));
    }
    addMeans(table, scores);
    return """
        <section id="classes">
        <h2>Classes, for %s on the %s split</h2>
        %s<p class="note">Precision: of the predictions of a class, those right. Recall: of its \
        examples, those found. F1: their harmonic mean. Of nothing there is no share, and the means \
        are over the classes that have one.</p>
        </section>
        """
        .formatted(escape(best.name()), best.split().code(), table.html());
  }

  private static String caption(int classes) {
    return classes <= MOST
        ? ""
        : "The %s of %s classes with the lowest F1".formatted(HARDEST, Figures.count(classes));
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

  private static void addRow(HtmlTable table, String name, Score score) {
    table.row(
        escape(name),
        Figures.count(score.support()),
        share(score.precision()),
        share(score.recall()),
        share(score.f1()));
  }

  private static void addMeans(HtmlTable table, ClassScores scores) {
    long examples = scores.classes().stream().mapToLong(Score::support).sum();
    table.foot(
        "sum and means",
        Figures.count(examples),
        share(scores.macroPrecision()),
        share(scores.macroRecall()),
        share(scores.macroF1()));
  }

  private static String share(double share) {
    return Figures.decimal(100 * share, 2);
  }
}
