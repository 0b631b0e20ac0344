// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A confusion matrix as an HTML table: counts, each cell shaded by its share of its row, with the
 * recall of every class at the right and the precision below. The depth of the shade is the square
 * root of the share: a mistake made once in a hundred is seen beside a diagonal of 95 %.
 *
 * <p>Recall is the diagonal over the row (of the examples of a class, those found), precision the
 * diagonal over the column (of the predictions of a class, those right); over nothing, both are a
 * dash. A table has a cell for every pair of classes and is for tens of classes, not for thousands.
 *
 * @param counts {@code [classes, classes]}, square; rows are labels, columns are predictions
 * @param classNames by label; a class without a name, or with an empty one, is called {@code class
 *     7}
 */
public record ConfusionTable(long[][] counts, List<String> classNames) {
  private static final String SHADE = "0,114,178";
  private static final String DASH = "–";

  /**
   * Copies the names and checks the matrix.
   *
   * @throws IllegalArgumentException if it is not square
   */
  public ConfusionTable {
    classNames = List.copyOf(classNames);
    for (long[] row : counts) {
      if (row.length != counts.length) {
        throw new IllegalArgumentException(
            "a row of %s in a confusion matrix of %s".formatted(row.length, counts.length));
      }
    }
  }

  /** The name of a class, not escaped. */
  public String className(int label) {
    return ClassName.of(label, classNames);
  }

  /**
   * A {@code <div>} that scrolls sideways by itself when the table is wider than the page.
   *
   * @param caption of the table; escaped here
   */
  public String html(String caption) {
    StringBuilder rows = new StringBuilder();
    for (int label = 0; label < counts.length; label++) {
      rows.append(row(label));
    }
    return """
        <div class="scroll" role="region" aria-label="%s" tabindex="0" \
        style="overflow-x:auto;max-width:100%%">
        <table class="confusion">
        <caption>%s</caption>
        <thead><tr><th scope="col">label</th>%s<th scope="col">recall</th></tr></thead>
        <tbody>
        %s</tbody>
        <tfoot><tr><th scope="row">precision</th>%s<td></td></tr></tfoot>
        </table>
        </div>
        """
        .formatted(
            Markup.escape(caption), Markup.escape(caption), columnHeads(), rows, precisions());
  }

  private String columnHeads() {
    StringBuilder heads = new StringBuilder();
    for (int label = 0; label < counts.length; label++) {
      heads.append(
          "<th scope=\"col\" class=\"upright\"><span>%s</span></th>"
              .formatted(Markup.escape(className(label))));
    }
    return heads.toString();
  }

  private String row(int label) {
    long total = Arrays.stream(counts[label]).sum();
    StringBuilder row = new StringBuilder();
    row.append("<tr><th scope=\"row\">%s</th>".formatted(Markup.escape(className(label))));
    for (long count : counts[label]) {
      row.append(cell(count, total));
    }
    return row.append(
            "<td class=\"rate\">%s</td></tr>\n".formatted(rate(counts[label][label], total)))
        .toString();
  }

  /** A zero is left pale, so that the eye finds the mistakes. */
  private static String cell(long count, long total) {
    if (count <= 0) {
      return "<td style=\"color:#bbb\">0</td>";
    }
    double depth = Math.sqrt((double) count / total);
    return String.format(
        Locale.ROOT,
        "<td style=\"background:rgba(%s,%.2f);color:%s;print-color-adjust:exact\">%,d</td>",
        SHADE,
        depth,
        depth > 0.88 ? "#fff" : "#111",
        count);
  }

  private String precisions() {
    StringBuilder cells = new StringBuilder();
    for (int label = 0; label < counts.length; label++) {
      int column = label;
      long total = Arrays.stream(counts).mapToLong(row -> row[column]).sum();
      cells.append("<td class=\"rate\">%s</td>".formatted(rate(counts[label][label], total)));
    }
    return cells.toString();
  }

  private static String rate(long part, long total) {
    return total == 0 ? DASH : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / total);
  }
}
