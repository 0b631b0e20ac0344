// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.training.monitor.Samples;
import convoy.training.monitor.WorkerRecord;
import java.io.IOException;
import java.util.List;

/** The sampled rounds of a run, as {@code workers.csv}: a line for each round and worker. */
final class SampleFiles {
  private static final CsvFile<WorkerRecord> WORKERS =
      new CsvFile<>(
          "round,worker,steps,examples,distance,loadMillis,computeMillis,waitMillis",
          SampleFiles::fields,
          SampleFiles::worker);

  private SampleFiles() {}

  /** Writes them; a run in which no round was sampled has no such file. */
  static void write(RunFolder run, Samples samples) throws IOException {
    if (!samples.workers().isEmpty()) {
      WORKERS.write(run, run.workers(), samples.workers());
    }
  }

  /** Reads them back; {@link Samples#NONE} where there are none. */
  static Samples read(RunFolder run) throws IOException {
    return new Samples(WORKERS.read(run, run.workers()));
  }

  private static List<?> fields(WorkerRecord worker) {
    return List.of(
        worker.round(),
        worker.worker(),
        worker.steps(),
        worker.examples(),
        worker.distance(),
        worker.loadMillis(),
        worker.computeMillis(),
        worker.waitMillis());
  }

  private static WorkerRecord worker(CsvFile.Fields fields) {
    return new WorkerRecord(
        fields.whole(),
        fields.whole(),
        fields.whole(),
        fields.count(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number());
  }
}
