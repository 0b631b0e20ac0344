// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import convoy.preprocessing.storage.NewFile;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** What files of predictions are. */
public enum PredictionFormat {
  /** A header and a line each, as RFC 4180 says, in UTF-8. */
  CSV("csv"),
  /**
   * The same for spreadsheets, which take a cell that begins with {@code =}, {@code +}, {@code -}
   * or {@code @} for a formula and compute it: text that does so has an apostrophe before it.
   */
  SPREADSHEET("csv"),
  /** Parquet, in which all answers are one array. */
  PARQUET("parquet");

  private final String ending;

  PredictionFormat(String ending) {
    this.ending = ending;
  }

  /** What the names of the files end with. */
  String ending() {
    return ending;
  }

  /** The name on the command line. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Begins a file. */
  PredictionWriter open(NewFile file, PredictionColumns columns, Configuration hadoop)
      throws IOException {
    return switch (this) {
      case CSV -> new CsvPredictions(file, columns, false);
      case SPREADSHEET -> new CsvPredictions(file, columns, true);
      case PARQUET -> new ParquetPredictions(file, columns, hadoop);
    };
  }
}
