// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table that scrolls sideways by itself where it is wider than the page. Label, caption and
 * headings are text; cells are markup. The first cell of a row is its heading.
 */
final class HtmlTable {
  private final String label;
  private final List<Column> columns;
  private final StringBuilder rows = new StringBuilder();
  private String kind = "";
  private String caption = "";
  private String groups = "";
  private String foot = "";

  /**
   * A table without rows.
   *
   * @param label for those who hear the page
   */
  HtmlTable(String label, List<Column> columns) {
    this.label = label;
    this.columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param heading empty where it has none
   * @param headingKind class of the heading, or empty
   * @param cellKind class of the cells, or empty
   */
  record Column(String heading, String headingKind, String cellKind) {
    private static final String NUMBER = "number";

    /** Of text, from the left. */
    static Column text(String heading) {
      return new Column(heading, "", "");
    }

    /** Of numbers, from the right. */
    static Column number(String heading) {
      return new Column(heading, NUMBER, NUMBER);
    }

    /** Of numbers under a name. */
    static Column numbersOf(String name) {
      return new Column(name, "", NUMBER);
    }

    private String head() {
      return heading.isEmpty()
          ? "<td></td>"
          : "<th scope=\"col\"%s>%s</th>".formatted(attribute(headingKind), escape(heading));
    }

    private String cell(String markup) {
      return markup.isEmpty()
          ? "<td></td>"
          : "<td%s>%s</td>".formatted(attribute(cellKind), markup);
    }
  }

  private static String attribute(String kind) {
    return kind.isEmpty() ? "" : " class=\"" + kind + "\"";
  }

  /** Gives the table a class. */
  HtmlTable kind(String name) {
    kind = name;
    return this;
  }

  /** Gives it a caption; an empty one is none. */
  HtmlTable caption(String text) {
    caption = text;
    return this;
  }

  /** Puts a row of headings above the columns'. */
  HtmlTable groups(String row) {
    groups = row;
    return this;
  }

  /** Adds a row. */
  HtmlTable row(String... cells) {
    return row(List.of(cells), "");
  }

  /**
   * Adds a row.
   *
   * @param rowKind class of it, or empty
   */
  HtmlTable row(List<String> cells, String rowKind) {
    rows.append(line(cells, rowKind)).append('\n');
    return this;
  }

  /** Sets the row below all others. */
  HtmlTable foot(String... cells) {
    foot = "<tfoot>" + line(List.of(cells), "") + "</tfoot>\n";
    return this;
  }

  private String line(List<String> cells, String rowKind) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "%s cells for %s columns of '%s'".formatted(cells.size(), columns.size(), label));
    }
    return IntStream.range(1, cells.size())
        .mapToObj(column -> columns.get(column).cell(cells.get(column)))
        .collect(
            Collectors.joining(
                "",
                "<tr%s><th scope=\"row\">%s</th>".formatted(attribute(rowKind), cells.get(0)),
                "</tr>"));
  }

  /** Whether it has no row. */
  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The markup, which ends with a new line. */
  String html() {
    return """
        <div class="scroll" role="region" aria-label="%s" tabindex="0">
        <table%s>
        %s<thead>%s<tr>%s</tr></thead>
        <tbody>
        %s</tbody>
        %s</table>
        </div>
        """
        .formatted(
            escape(label),
            attribute(kind),
            caption.isEmpty() ? "" : "<caption>" + escape(caption) + "</caption>\n",
            groups,
            columns.stream().map(Column::head).collect(Collectors.joining()),
            rows,
            foot);
  }
}
