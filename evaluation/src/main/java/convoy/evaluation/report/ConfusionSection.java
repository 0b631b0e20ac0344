// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.ConfusionTable;
import convoy.evaluation.picture.PngImage;
import convoy.evaluation.report.HtmlTable.Column;
import convoy.preprocessing.ImageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which classes the best member takes for which: the whole matrix, and the worst pairs. */
final class ConfusionSection {
  /** With more classes the table gives way to a picture with a pixel for each cell. */
  private static final int LARGEST_TABLE = 40;

  private static final int WORST = 10;

  /** Examples of a class that were taken for another. */
  private record Mistake(int label, int predicted, long count, long ofLabel) {}

  private ConfusionSection() {}

  static String html(MemberMetrics best, List<String> classNames) {
    ConfusionTable table = new ConfusionTable(best.confusion(), classNames);
    long predicted = Arrays.stream(best.confusion()).flatMapToLong(Arrays::stream).sum();
    String undefined =
        predicted == best.count()
            ? ""
            : "<p class=\"note\">Images without a defined prediction, not shown: %s.</p>\n"
                .formatted(Figures.count(best.count() - predicted));
    return """
        <section id="confusion">
        <h2>Confusion of %s on the %s split</h2>
        %s%s%s</section>
        """
        .formatted(
            escape(best.name()),
            best.split().code(),
            best.confusion().length <= LARGEST_TABLE
                ? table.html("Rows: the label. Columns: what was predicted.")
                : picture(best.confusion()),
            undefined,
            worst(table));
  }

  private static String picture(long[][] confusion) {
    int classes = confusion.length;
    double[] shades = new double[classes * classes];
    for (int i = 0; i < classes; i++) {
      long total = Math.max(1, Arrays.stream(confusion[i]).sum());
      for (int j = 0; j < classes; j++) {
        shades[i * classes + j] = -Math.sqrt((double) confusion[i][j] / total);
      }
    }
    PngImage image = PngImage.of(shades, new ImageShape(1, classes, classes));
    return """
        <figure class="picture framed">%s<figcaption>One pixel for each pair of %s classes: the \
        label downwards, the prediction to the right, darker for a larger share of the label.\
        </figcaption></figure>
        """
        .formatted(image.img("Confusion matrix of " + classes + " classes", 600), classes);
  }

  private static String worst(ConfusionTable table) {
    List<Mistake> mistakes = mistakes(table.counts());
    if (mistakes.isEmpty()) {
      return "";
    }
    HtmlTable rows =
        new HtmlTable(
                "Most frequent mistakes",
                List.of(
                    Column.text("label"),
                    Column.text("taken for"),
                    Column.number("examples"),
                    Column.number("of the label")))
            .kind("worst")
            .caption("Most frequent mistakes");
    for (Mistake mistake : mistakes) {
      rows.row(
          escape(table.className(mistake.label())),
          escape(table.className(mistake.predicted())),
          Figures.count(mistake.count()),
          Figures.percent((double) mistake.count() / mistake.ofLabel()));
    }
    return rows.html();
  }

  private static List<Mistake> mistakes(long[][] confusion) {
    List<Mistake> mistakes = new ArrayList<>();
    for (int i = 0; i < confusion.length; i++) {
      long ofLabel = Arrays.stream(confusion[i]).sum();
      for (int j = 0; j < confusion.length; j++) {
        if (i != j && confusion[i][j] > 0) {
          mistakes.add(new Mistake(i, j, confusion[i][j], ofLabel));
        }
      }
    }
    return mistakes.stream()
        .sorted(Comparator.comparingLong(Mistake::count).reversed())
        .limit(WORST)
        .toList();
  }
}
