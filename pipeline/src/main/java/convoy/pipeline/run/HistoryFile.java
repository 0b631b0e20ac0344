// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.preprocessing.BadInputException;
import convoy.training.monitor.RoundRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rounds of a run as {@code history.csv}; an empty field was not measured in that round. */
final class HistoryFile {
  private static final String HEADER =
      "epoch,round,globalStep,steps,examples,imagesPerSecond,dataLoss,regularizationLoss,validationAccuracy,validationLoss,"
          + "learningRate,computeMillis,broadcastMillis,averageMillis";
  private static final int FIELDS = HEADER.split(",").length;

  private HistoryFile() {}

  static void write(RunFolder run, List<RoundRecord> rounds) throws IOException {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (RoundRecord round : rounds) {
      csv.append(line(round)).append('\n');
    }
    run.write(run.history(), csv.toString());
  }

  static List<RoundRecord> read(RunFolder run) throws IOException {
    List<RoundRecord> rounds = new ArrayList<>();
    String csv = run.read(run.history()).orElse("");
    csv.lines().skip(1).forEach(line -> rounds.add(parse(line, run.history().toString())));
    return rounds;
  }

  private static String line(RoundRecord round) {
    return String.join(
        ",",
        Integer.toString(round.epoch()),
        Integer.toString(round.round()),
        Long.toString(round.globalStep()),
        Integer.toString(round.steps()),
        Long.toString(round.examples()),
        number(round.imagesPerSecond()),
        number(round.dataLoss()),
        number(round.regularizationLoss()),
        number(round.validationAccuracy()),
        number(round.validationLoss()),
        number(round.learningRate()),
        number(round.computeMillis()),
        number(round.broadcastMillis()),
        number(round.averageMillis()));
  }

  private static RoundRecord parse(String line, String where) {
    String[] fields = line.split(",", -1);
    if (fields.length != FIELDS) {
      throw new BadInputException(
          "%s is damaged: %d fields, not %d, in: %s".formatted(where, fields.length, FIELDS, line));
    }
    try {
      return new RoundRecord(
          Integer.parseInt(fields[0]),
          Integer.parseInt(fields[1]),
          Long.parseLong(fields[2]),
          Integer.parseInt(fields[3]),
          Long.parseLong(fields[4]),
          number(fields[5]),
          number(fields[6]),
          number(fields[7]),
          number(fields[8]),
          number(fields[9]),
          number(fields[10]),
          number(fields[11]),
          number(fields[12]),
          number(fields[13]));
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "%s is damaged: %s in: %s".formatted(where, e.getMessage(), line), e);
    }
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private static double number(String field) {
    return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
  }
}
