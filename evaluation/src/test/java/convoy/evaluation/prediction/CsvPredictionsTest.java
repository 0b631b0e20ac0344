// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.storage.NewFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvPredictionsTest {
  @TempDir Path temporary;

  private List<String> written(PredictionFormat format, String... ids) throws IOException {
    Path file = temporary.resolve(format.code() + "." + format.ending());
    PredictionColumns columns = new PredictionColumns(List.of("-1", "cat"), true);
    try (PredictionWriter writer =
        format.open(
            new NewFile(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(file.toString())),
            columns,
            new Configuration())) {
      for (String id : ids) {
        writer.write(new PredictionRow(id, "cat", new float[] {0.75f, 0.25f}, null));
      }
    }
    return Files.readAllLines(file).stream().skip(1).toList();
  }

  @Test
  void aNameIsEscapedSoThatARowIsALine() throws IOException {
    assertThat(written(PredictionFormat.CSV, "two\nlines, \u001b[31m.png", "=1+1.png"))
        .containsExactly(
            "\"two\\nlines, \\u001B[31m.png\",cat,-1,0,0.75,0.75,0.25,",
            "=1+1.png,cat,-1,0,0.75,0.75,0.25,");
  }

  @Test
  void spreadsheetsComputeNothing() throws IOException {
    assertThat(written(PredictionFormat.SPREADSHEET, "=1+1.png", "@a", "+a", "a=b", "-a"))
        .containsExactly(
            "'=1+1.png,cat,'-1,0,0.75,0.75,0.25,",
            "'@a,cat,'-1,0,0.75,0.75,0.25,",
            "'+a,cat,'-1,0,0.75,0.75,0.25,",
            "a=b,cat,'-1,0,0.75,0.75,0.25,",
            "'-a,cat,'-1,0,0.75,0.75,0.25,");
  }
}
