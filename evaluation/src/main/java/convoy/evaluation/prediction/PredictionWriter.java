// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.prediction;

import java.io.Closeable;
import java.io.IOException;

/** Writes rows to a file that is open, one in memory at a time or a row group of them. */
interface PredictionWriter extends Closeable {
  void write(PredictionRow row) throws IOException;
}
