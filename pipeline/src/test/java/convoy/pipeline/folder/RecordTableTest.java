// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTableTest {
  private record Row(String name, double value, long[] counts) {}

  private static final RecordTable<Row> FILE =
      new RecordTable<>(
          "name,value,counts",
          row -> List.of(row.name(), row.value(), row.counts()),
          fields -> new Row(fields.name(), fields.number(), fields.counts()));

  @TempDir Path temporary;
  private RunFolder run;

  @BeforeEach
  void openARun() throws IOException {
    Files.writeString(temporary.resolve("config.conf"), "");
    run = RunFolder.open(temporary.toString(), new Configuration());
  }

  private org.apache.hadoop.fs.Path file() {
    return new org.apache.hadoop.fs.Path(run.path(), "rows.csv");
  }

  @Test
  void whatIsReadBackIsWhatWasWritten() throws IOException {
    FILE.write(
        run,
        file(),
        List.of(new Row("one, two", 0.1, new long[] {1, 2}), new Row("", Double.NaN, new long[0])));

    assertThat(temporary.resolve("rows.csv"))
        .content()
        .isEqualTo("name,value,counts\n\"one, two\",0.1,1;2\n,,\n");
    List<Row> read = FILE.read(run, file());
    assertThat(read.get(0).name()).isEqualTo("one, two");
    assertThat(read.get(0).value()).isEqualTo(0.1);
    assertThat(read.get(0).counts()).containsExactly(1, 2);
    assertThat(read.get(1).value()).isNaN();
    assertThat(read.get(1).counts()).isEmpty();
  }

  @Test
  void namesComeBackAsTheyWere() throws IOException {
    List<String> names = List.of("a,b", "says \"no\"", "\"", " x ", "a_b", ";");
    FILE.write(run, file(), names.stream().map(name -> new Row(name, 1, new long[] {3})).toList());

    assertThat(FILE.read(run, file())).extracting(Row::name).isEqualTo(names);
  }

  @Test
  void aNameWithALineFeedStaysOneLine() throws IOException {
    FILE.write(run, file(), List.of(new Row("two\nlines\r\n", 1, new long[] {3})));

    assertThat(temporary.resolve("rows.csv"))
        .content()
        .isEqualTo("name,value,counts\ntwo\\nlines\\r\\n,1.0,3\n");
  }

  @Test
  void noFileHasNoRows() throws IOException {
    assertThat(FILE.read(run, file())).isEmpty();
  }

  @Test
  void columnsOfAnotherVersionAreRefused() throws IOException {
    for (String text : List.of("", "value,name,counts\n0.1,one,1\n", "name,value\n")) {
      Files.writeString(temporary.resolve("rows.csv"), text);

      assertThatExceptionOfType(BadInputException.class)
          .as(text)
          .isThrownBy(() -> FILE.read(run, file()))
          .withMessageContainingAll("rows.csv", "name,value,counts", "another version");
    }
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    for (String line : List.of("one,0.1", "one,much,1", "one,0.1,few", "\"one,0.1,1")) {
      Files.writeString(temporary.resolve("rows.csv"), "name,value,counts\n" + line + "\n");

      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> FILE.read(run, file()))
          .withMessageContainingAll("rows.csv", "damaged", line.startsWith("\"") ? "quote" : line);
    }
  }
}
