// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import static org.assertj.core.api.Assertions.assertThat;

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
  void cellsThatCouldBeMistakenStandInQuotes() throws IOException {
    Path file = temporary.resolve("table.csv");

    CsvFile.write(
        FileSystem.getLocal(new Configuration()),
        new org.apache.hadoop.fs.Path(file.toString()),
        List.of(List.of("id", "why"), List.of("a,b", "says \"no\""), List.of("", "two\nlines")));

    assertThat(file).hasContent("id,why\n\"a,b\",\"says \"\"no\"\"\"\n,\"two\nlines\"\n");
  }
}
