// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.evaluation.report.HtmlTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTableTest {
  @Test
  void textIsEscapedAndCellsAreMarkup() {
    String html =
        new HtmlTable(
                "a & b", List.of(Column.text("name"), Column.number("x < y"), Column.text("")))
            .kind("bars")
            .caption("<3")
            .row(List.of("one", "1", "<b>bold</b>"), "best")
            .foot("sum", "", "")
            .html();

    assertThat(html)
        .isEqualTo(
            """
            <div class="scroll" role="region" aria-label="a &amp; b" tabindex="0">
            <table class="bars">
            <caption>&lt;3</caption>
            <thead><tr><th scope="col">name</th><th scope="col" class="number">x &lt; y</th><td></td></tr></thead>
            <tbody>
            <tr class="best"><th scope="row">one</th><td class="number">1</td><td><b>bold</b></td></tr>
            </tbody>
            <tfoot><tr><th scope="row">sum</th><td></td><td></td></tr></tfoot>
            </table>
            </div>
            """);
  }

  @Test
  void aRowHasACellForEachColumn() {
    HtmlTable table = new HtmlTable("runs", List.of(Column.text("run"), Column.numbersOf("one")));

    assertThat(table.isEmpty()).isTrue();
    assertThat(table.row("top-1", "2").isEmpty()).isFalse();
    assertThatThrownBy(() -> table.row("top-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 cells for 2 columns of 'runs'");
  }
}
