// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import convoy.evaluation.metric.Prediction;
import convoy.preprocessing.storage.CsvFile;
import convoy.preprocessing.storage.NewFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Predictions as lines of text. What is not there is an empty cell; numbers have as many digits as
 * tell a float from its neighbours. Control characters of a name are escaped, {@code \n}.
 */
final class CsvPredictions implements PredictionWriter {
  private final PredictionColumns columns;
  private final boolean guarded;
  private final OutputStream out;

  /**
   * Begins a file with its header.
   *
   * @param guarded whether text that a spreadsheet would compute has an apostrophe before it
   */
  CsvPredictions(NewFile file, PredictionColumns columns, boolean guarded) throws IOException {
    this.columns = columns;
    this.guarded = guarded;
    this.out = new BufferedOutputStream(file.create());
    write(columns.all());
  }

  @Override
  public void write(PredictionRow row) throws IOException {
    Prediction prediction = row.prediction();
    List<String> cells = new ArrayList<>();
    cells.add(text(row.id()));
    cells.add(text(row.label()));
    if (prediction.defined()) {
      int predicted = prediction.predicted();
      cells.add(text(columns.classNames().get(predicted)));
      cells.add(String.valueOf(predicted));
      cells.add(String.valueOf(row.answers()[predicted]));
    } else {
      cells.addAll(List.of("", "", ""));
    }
    for (int k = 0; k < columns.classNames().size(); k++) {
      cells.add(row.answered() ? String.valueOf(row.answers()[k]) : "");
    }
    cells.add(text(row.reason()));
    write(cells);
  }

  private String text(String cell) {
    if (cell == null) {
      return "";
    }
    return guarded && cell.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + cell : cell;
  }

  private void write(List<String> cells) throws IOException {
    out.write(CsvFile.line(cells).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
