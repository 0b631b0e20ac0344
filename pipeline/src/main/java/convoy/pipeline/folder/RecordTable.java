// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.CsvFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * Records as the lines of a {@link CsvFile} with a header. A number that is not there (NaN) is an
 * empty field; a list of counts is one field, with semicolons between them.
 *
 * @param header the columns' names, with commas between them
 * @param fields of a record, one for each column: numbers, names or {@code long[]}
 * @param parse the record of such fields
 */
record RecordTable<T>(String header, Function<T, List<?>> fields, Function<Fields, T> parse) {

  /** Writes the records of a run. */
  void write(RunFolder run, Path file, List<T> records) throws IOException {
    StringBuilder csv = new StringBuilder(header).append('\n');
    for (T written : records) {
      csv.append(CsvFile.line(fields.apply(written).stream().map(RecordTable::text).toList()));
    }
    run.write(file, csv.toString());
  }

  /**
   * Reads them back; none where there is no file.
   *
   * @throws BadInputException naming the file and the line, if it is damaged or has other columns
   */
  List<T> read(RunFolder run, Path file) throws IOException {
    List<List<String>> lines = lines(run.read(file).orElse(header), file);
    List<String> columns = List.of(header.split(","));
    if (lines.isEmpty() || !lines.get(0).equals(columns)) {
      throw new BadInputException(
          "%s does not begin with the columns %s: another version of Convoy wrote it, or it is damaged;"
                  .formatted(file, header)
              + " resume with that version, or move the file away to go on without its rows");
    }
    return lines.stream().skip(1).map(line -> parse(line, columns.size(), file)).toList();
  }

  private static List<List<String>> lines(String text, Path file) {
    try {
      return CsvFile.parse(text);
    } catch (BadInputException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private T parse(List<String> line, int columns, Path file) {
    String shown = CsvFile.line(line).strip();
    if (line.size() != columns) {
      throw damaged(file, "%s fields, not %s, in: %s".formatted(line.size(), columns, shown), null);
    }
    try {
      return parse.apply(new Fields(line));
    } catch (NumberFormatException e) {
      throw damaged(file, e.getMessage() + " in: " + shown, e);
    }
  }

  private static BadInputException damaged(Path file, String why, Exception cause) {
    return new BadInputException("%s is damaged: %s".formatted(file, why), cause);
  }

  private static String text(Object field) {
    if (field instanceof Double number && number.isNaN()) {
      return "";
    } else if (field instanceof long[] counts) {
      return Arrays.stream(counts).mapToObj(Long::toString).collect(Collectors.joining(";"));
    }
    return field.toString();
  }

  /** The fields of a line, taken one after the other. */
  static final class Fields {
    private final Iterator<String> texts;

    Fields(List<String> texts) {
      this.texts = texts.iterator();
    }

    String name() {
      return texts.next();
    }

    int whole() {
      return Integer.parseInt(name());
    }

    long count() {
      return Long.parseLong(name());
    }

    double number() {
      String text = name();
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    long[] counts() {
      String text = name();
      return text.isEmpty()
          ? new long[0]
          : Arrays.stream(text.split(";", -1)).mapToLong(Long::parseLong).toArray();
    }
  }
}
