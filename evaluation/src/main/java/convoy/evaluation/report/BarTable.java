// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A table of parts of a whole: each with its value, its share of the sum, and a bar as long as the
 * share.
 *
 * @param caption of the table
 * @param nameHeader above the names
 * @param valueHeader above the values, with their unit
 * @param format how a value is written
 */
record BarTable(
    String caption, String nameHeader, String valueHeader, DoubleFunction<String> format) {

  /**
   * A part.
   *
   * @param name escaped by the table
   * @param value one that is negative, NaN or infinite has no share
   */
  record Row(String name, double value) {}

  /** The table, with a last row for the sum. */
  String html(List<Row> rows) {
    double sum = rows.stream().mapToDouble(row -> size(row.value())).sum();
    StringBuilder body = new StringBuilder();
    for (Row row : rows) {
      body.append(row(row, sum));
    }
    return """
        <div class="scroll" role="region" aria-label="%s" tabindex="0">
        <table class="bars">
        <caption>%s</caption>
        <thead><tr><th scope="col">%s</th><th scope="col" class="number">%s</th>\
        <th scope="col" class="number">share</th><td></td></tr></thead>
        <tbody>
        %s</tbody>
        <tfoot><tr><th scope="row">sum</th><td class="number">%s</td><td></td><td></td></tr></tfoot>
        </table>
        </div>
        """
        .formatted(
            escape(caption),
            escape(caption),
            escape(nameHeader),
            escape(valueHeader),
            body,
            format.apply(sum));
  }

  private String row(Row row, double sum) {
    double share = sum > 0 ? size(row.value()) / sum : 0;
    return """
        <tr><th scope="row">%s</th><td class="number">%s</td><td class="number">%s</td>\
        <td class="bar"><div style="width:%s%%"></div></td></tr>
        """
        .formatted(
            escape(row.name()),
            format.apply(row.value()),
            sum > 0 ? Figures.decimal(100 * share, 1) + "\u00a0%" : Figures.DASH,
            String.format(Locale.ROOT, "%.1f", 100 * share));
  }

  private static double size(double value) {
    return value > 0 && value < 1e100 ? value : 0;
  }
}
