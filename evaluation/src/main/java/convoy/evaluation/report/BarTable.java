// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.report.HtmlTable.Column;
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
    HtmlTable table =
        new HtmlTable(
                caption,
                List.of(
                    Column.text(nameHeader),
                    Column.number(valueHeader),
                    Column.number("share"),
                    new Column("", "", "bar")))
            .kind("bars")
            .caption(caption)
            .foot("sum", format.apply(sum), "", "");
    rows.forEach(row -> addRow(table, row, sum));
    return table.html();
  }

  private void addRow(HtmlTable table, Row row, double sum) {
    double share = sum > 0 ? size(row.value()) / sum : 0;
    table.row(
        escape(row.name()),
        format.apply(row.value()),
        sum > 0 ? Figures.decimal(100 * share, 1) + "\u00a0%" : Figures.DASH,
        String.format(Locale.ROOT, "<div style=\"width:%.1f%%\"></div>", 100 * share));
  }

  private static double size(double value) {
    return value > 0 && value < 1e100 ? value : 0;
  }
}
