// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ConfusionTableTest {
  private static final long[][] COUNTS = {{6, 2, 0}, {0, 1_500, 0}, {0, 0, 0}};

  @Test
  void rowsAreLabelsWithRecallAndColumnsPredictionsWithPrecision() {
    List<Element> rows = Parsed.all(table(List.of("cat", "dog", "eel")), "tr");

    assertThat(cells(rows.get(0))).containsExactly("label", "cat", "dog", "eel", "recall");
    assertThat(cells(rows.get(1))).containsExactly("cat", "6", "2", "0", "75.0 %");
    assertThat(cells(rows.get(2))).containsExactly("dog", "0", "1,500", "0", "100.0 %");
    assertThat(cells(rows.get(3))).containsExactly("eel", "0", "0", "0", "–");
    assertThat(cells(rows.get(4))).containsExactly("precision", "100.0 %", "99.9 %", "–", "");
  }

  @Test
  void theShadeIsTheRootOfTheShareOfTheRow() {
    List<String> styles =
        Parsed.all(table(List.of()), "td").stream().map(td -> td.getAttribute("style")).toList();

    assertThat(styles.get(0)).contains("rgba(0,114,178,0.87)", "color:#111"); // sqrt(6 / 8)
    assertThat(styles.get(1)).contains("rgba(0,114,178,0.50)", "color:#111"); // sqrt(2 / 8)
    assertThat(styles.get(5)).contains("rgba(0,114,178,1.00)", "color:#fff");
    assertThat(styles.get(4)).doesNotContain("rgba");
  }

  @Test
  void headersSayWhatTheyHead() {
    Element table = table(List.of("cat", "dog", "eel"));

    assertThat(Parsed.all(table, "th")).allMatch(th -> th.getAttribute("scope").matches("row|col"));
    assertThat(Parsed.texts(table, "caption")).containsExactly("A & B");
  }

  @Test
  void scrollsByItself() {
    Element container = table(List.of());

    assertThat(container.getAttribute("style")).contains("overflow-x:auto");
    assertThat(container.getAttribute("tabindex")).isEqualTo("0");
    assertThat(container.getAttribute("aria-label")).isEqualTo("A & B");
  }

  @Test
  void aClassWithoutANameIsNumbered() {
    ConfusionTable table = new ConfusionTable(COUNTS, List.of("cat", " "));

    assertThat(table.className(0)).isEqualTo("cat");
    assertThat(table.className(1)).isEqualTo("class 1");
    assertThat(table.className(2)).isEqualTo("class 2");
  }

  @Test
  void namesAreEscaped() {
    Element table = table(List.of("<script>alert(1)</script>", "a\"b", "c"));

    assertThat(Parsed.all(table, "script")).isEmpty();
    assertThat(Parsed.texts(table, "th")).contains("<script>alert(1)</script>", "a\"b");
  }

  @Test
  void noClassesAndOnlySquaresAreFine() {
    assertThat(
            Parsed.texts(Parsed.root(new ConfusionTable(new long[0][], List.of()).html("x")), "th"))
        .containsExactly("label", "recall", "precision");
    assertThatThrownBy(() -> new ConfusionTable(new long[][] {{1, 2}}, List.of()))
        .hasMessageContaining("a row of 2 in a confusion matrix of 1");
  }

  private static Element table(List<String> names) {
    return Parsed.root(new ConfusionTable(COUNTS, names).html("A & B"));
  }

  private static List<String> cells(Element row) {
    return Parsed.all(row, "*").stream()
        .filter(element -> element.getTagName().matches("t[hd]"))
        .map(Element::getTextContent)
        .toList();
  }
}
