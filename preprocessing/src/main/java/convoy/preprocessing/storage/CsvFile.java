// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes tables as RFC 4180 says: cells with commas, quotes or line ends stand in quotes. */
public final class CsvFile {
  private CsvFile() {}

  /** Writes a new file of lines; the first is the header. */
  public static void write(FileSystem files, Path file, List<List<String>> lines)
      throws IOException {
    try (var out = files.create(file, false)) {
      for (List<String> line : lines) {
        out.write(line(line).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** One line with its end. */
  public static String line(List<String> cells) {
    return cells.stream().map(CsvFile::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
