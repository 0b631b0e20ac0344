// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import convoy.preprocessing.storage.NewFile;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** What files of predictions are. */
public enum PredictionFormat {
  /** A header and a line each, as RFC 4180 says, in UTF-8. */
  CSV,
  /** Parquet, in which all answers are one array. */
  PARQUET;

  /** The name on the command line and the ending of the files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Begins a file. */
  PredictionWriter open(NewFile file, PredictionColumns columns, Configuration hadoop)
      throws IOException {
    return switch (this) {
      case CSV -> new CsvPredictions(file, columns);
      case PARQUET -> new ParquetPredictions(file, columns, hadoop);
    };
  }
}
