// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
  @TempDir Path temporary;

  @Test
  void cellsThatCouldBeMistakenStandInQuotesAndALineIsALine() throws IOException {
    Path file = temporary.resolve("table.csv");

    CsvFile.write(
        FileSystem.getLocal(new Configuration()),
        new org.apache.hadoop.fs.Path(file.toString()),
        List.of(
            List.of("id", "why"),
            List.of("a,b", "says \"no\""),
            List.of("", "two\nlines \u001b[31m")));

    assertThat(file).hasContent("id,why\n\"a,b\",\"says \"\"no\"\"\"\n,two\\nlines \\u001B[31m\n");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    List<String> cells = List.of("a,b", "\"", "", "\"\"", "a \"b\" c", " x ", ",", "\\n");
    String text = CsvFile.line(cells) + CsvFile.line(List.of("", "")) + CsvFile.line(List.of("x"));

    assertThat(CsvFile.parse(text)).containsExactly(cells, List.of("", ""), List.of("x"));
    assertThat(CsvFile.parse("")).isEmpty();
    assertThat(CsvFile.parse("a,b\r\nc,")).containsExactly(List.of("a", "b"), List.of("c", ""));
    assertThat(CsvFile.parse("\"a\r\nb\",c")).containsExactly(List.of("a\r\nb", "c"));
    assertThat(CsvFile.parse("a\n\nb")).containsExactly(List.of("a"), List.of(""), List.of("b"));
    assertThat(CsvFile.parse("say \"no\",2")).containsExactly(List.of("say \"no\"", "2"));
    for (String bad : List.of("\"a", "x,\"a\"\"", "\"a\"b")) {
      assertThatThrownBy(() -> CsvFile.parse(bad))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("quote");
    }
  }
}
