// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * Records as the lines of a table with a header. A number that is not there (NaN) is an empty
 * field; a list of counts is one field, with semicolons between them; a comma in a name becomes an
 * underscore.
 *
 * @param header the columns' names, with commas between them
 * @param fields of a record, one for each column: numbers, names or {@code long[]}
 * @param parse the record of such fields
 */
record CsvFile<T>(String header, Function<T, List<?>> fields, Function<Fields, T> parse) {

  /** Writes the records of a run. */
  void write(RunFolder run, Path file, List<T> records) throws IOException {
    StringBuilder csv = new StringBuilder(header).append('\n');
    for (T written : records) {
      csv.append(fields.apply(written).stream().map(CsvFile::text).collect(Collectors.joining(",")))
          .append('\n');
    }
    run.write(file, csv.toString());
  }

  /**
   * Reads them back; none where there is no file.
   *
   * @throws BadInputException naming the file and the line, if it is damaged or has other columns
   */
  List<T> read(RunFolder run, Path file) throws IOException {
    List<String> lines = run.read(file).orElse(header).lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(header)) {
      throw new BadInputException(
          "%s does not begin with the columns %s: another version of Convoy wrote it, or it is damaged;"
                  .formatted(file, header)
              + " resume with that version, or move the file away to go on without its rows");
    }
    return lines.stream().skip(1).map(line -> parse(line, file.toString())).toList();
  }

  private T parse(String line, String where) {
    String[] texts = line.split(",", -1);
    int columns = header.split(",").length;
    if (texts.length != columns) {
      throw new BadInputException(
          "%s is damaged: %d fields, not %d, in: %s".formatted(where, texts.length, columns, line));
    }
    try {
      return parse.apply(new Fields(texts));
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "%s is damaged: %s in: %s".formatted(where, e.getMessage(), line), e);
    }
  }

  private static String text(Object field) {
    if (field instanceof Double number && number.isNaN()) {
      return "";
    } else if (field instanceof long[] counts) {
      return Arrays.stream(counts).mapToObj(Long::toString).collect(Collectors.joining(";"));
    }
    return field.toString().replaceAll("[,\\p{Cntrl}]", "_");
  }

  /** The fields of a line, taken one after the other. */
  static final class Fields {
    private final String[] texts;
    private int next;

    Fields(String[] texts) {
      this.texts = texts;
    }

    String name() {
      return texts[next++];
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
