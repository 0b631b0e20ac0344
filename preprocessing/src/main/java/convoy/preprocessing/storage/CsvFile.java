// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes and reads tables as RFC 4180 says: cells with commas or quotes stand in quotes. Control
 * characters are escaped as {@link PrintableText} does, so that a line of the file is one of the
 * table; tables of other programs may have line ends in quotes.
 */
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

  /**
   * The cells of a text, line by line. Lines end with {@code \n} or {@code \r\n}, the last one with
   * or without; a quote within a cell that does not begin with one is taken as it is.
   *
   * @throws BadInputException if a cell in quotes does not end, or goes on behind them
   */
  public static List<List<String>> parse(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    int at = 0;
    while (at < text.length() || !line.isEmpty()) {
      int end = end(text, at);
      line.add(unquoted(text.substring(at, end)));
      boolean more = end < text.length() && text.charAt(end) == ',';
      at = more ? end + 1 : behindLine(text, end);
      if (!more) {
        lines.add(List.copyOf(line));
        line.clear();
      }
    }
    return lines;
  }

  /** Where the cell that begins there ends. */
  private static int end(String text, int begin) {
    int end = begin;
    if (text.startsWith("\"", begin)) {
      end = closing(text, begin) + 1;
      if (end < text.length() && text.charAt(end) != ',' && !isLineEnd(text, end)) {
        throw new BadInputException(
            "a cell goes on behind its closing quote: " + shown(text, begin));
      }
      return end;
    }
    while (end < text.length() && text.charAt(end) != ',' && !isLineEnd(text, end)) {
      end++;
    }
    return end;
  }

  private static int closing(String text, int opening) {
    int at = text.indexOf('"', opening + 1);
    while (at >= 0 && text.startsWith("\"\"", at)) {
      at = text.indexOf('"', at + 2);
    }
    if (at < 0) {
      throw new BadInputException("a quote is never closed: " + shown(text, opening));
    }
    return at;
  }

  private static String shown(String text, int begin) {
    return text.substring(begin, Math.min(begin + 40, text.length()));
  }

  private static boolean isLineEnd(String text, int at) {
    return text.startsWith("\n", at) || text.startsWith("\r\n", at);
  }

  private static int behindLine(String text, int end) {
    return text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length());
  }

  private static String unquoted(String cell) {
    return cell.startsWith("\"")
        ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"")
        : cell;
  }

  private static String quoted(String cell) {
    String text = PrintableText.of(cell);
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
