// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import convoy.preprocessing.storage.AttemptedFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes files of rows on executors, each as an {@link AttemptedFile}.
 *
 * @param folder URI
 */
record RowFiles(
    PredictionFormat format,
    PredictionColumns columns,
    String folder,
    SerializableConfiguration hadoop)
    implements Serializable {
  /**
   * Writes one file.
   *
   * @param number of the file, from 0
   * @param rows in their order
   */
  PredictionFile write(int number, Iterator<PredictionRow> rows) throws IOException {
    String name = String.format(Locale.ROOT, "predictions-%05d.%s", number, format.ending());
    Path file = new Path(folder, name);
    Configuration conf = hadoop.value();
    return AttemptedFile.write(
        file.getFileSystem(conf),
        file,
        attempt -> {
          try (PredictionWriter writer = format.open(attempt, columns, conf)) {
            return write(name, rows, writer);
          }
        });
  }

  private static PredictionFile write(
      String name, Iterator<PredictionRow> rows, PredictionWriter writer) throws IOException {
    long count = 0;
    long undecodable = 0;
    long refused = 0;
    long notFinite = 0;
    while (rows.hasNext()) {
      PredictionRow row = rows.next();
      writer.write(row);
      count++;
      if (row.unseen() != null) {
        switch (row.unseen().kind()) {
          case UNDECODABLE -> undecodable++;
          case REFUSED -> refused++;
        }
      } else if (!row.prediction().defined()) {
        notFinite++;
      }
    }
    return new PredictionFile(name, count, undecodable, refused, notFinite);
  }
}
