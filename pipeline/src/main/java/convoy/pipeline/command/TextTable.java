// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.util.ArrayList;
import java.util.List;

/** A table of aligned columns in plain text: the first from the left, all others from the right. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings. */
  TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has not as many cells as there are headings
   */
  TextTable row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "%s cells for %s columns".formatted(cells.length, rows.get(0).size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Its lines, each without spaces at the end. */
  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String spaces = " ".repeat(width(column) - cell.length());
      line.append(column == 0 ? cell + spaces : "  " + spaces + cell);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
  }
}
