// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import convoy.training.monitor.Samples;
import convoy.training.monitor.WorkerRecord;
import java.io.IOException;
import java.util.List;

/**
 * The sampled rounds of a run: {@code workers.csv} with a line for each round and worker, and
 * {@code layers.csv} with one for each round and layer. A histogram's bins are equally wide, from
 * low to high.
 */
public final class SampleFiles {
  private static final RecordTable<WorkerRecord> WORKERS =
      new RecordTable<>(
          "round,worker,steps,examples,distance,loadMillis,computeMillis,waitMillis",
          SampleFiles::fields,
          SampleFiles::worker);

  private static final RecordTable<LayerRecord> LAYERS =
      new RecordTable<>(
          "round,layer,parameterNorm,updateNorm,updateRatio,deadShare,gradientNorm,gradientMean,"
              + "gradientDeviation,gradientLow,gradientHigh,gradientHistogram,activationMean,"
              + "activationDeviation,activationLow,activationHigh,activationHistogram",
          SampleFiles::fields,
          SampleFiles::layer);

  private SampleFiles() {}

  /** Writes them; a run in which no round was sampled has no such files. */
  public static void write(RunFolder run, Samples samples) throws IOException {
    if (!samples.equals(Samples.NONE)) {
      WORKERS.write(run, run.workers(), samples.workers());
      LAYERS.write(run, run.layers(), samples.layers());
    }
  }

  /** Reads them back; {@link Samples#NONE} where there are none. */
  public static Samples read(RunFolder run) throws IOException {
    return new Samples(LAYERS.read(run, run.layers()), WORKERS.read(run, run.workers()));
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

  private static WorkerRecord worker(RecordTable.Fields fields) {
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

  private static List<?> fields(LayerRecord layer) {
    LayerSample sample = layer.sample();
    return List.of(
        layer.round(),
        sample.layer(),
        sample.parameterNorm(),
        sample.updateNorm(),
        sample.updateRatio(),
        sample.deadShare(),
        sample.gradient().norm(),
        sample.gradient().mean(),
        sample.gradient().deviation(),
        sample.gradient().low(),
        sample.gradient().high(),
        sample.gradient().counts(),
        sample.activation().mean(),
        sample.activation().deviation(),
        sample.activation().low(),
        sample.activation().high(),
        sample.activation().counts());
  }

  /** Ratio and norm follow from the others. */
  private static LayerRecord layer(RecordTable.Fields fields) {
    int round = fields.whole();
    String name = fields.name();
    double parameterNorm = fields.number();
    double updateNorm = fields.number();
    fields.number();
    double deadShare = fields.number();
    fields.number();
    return new LayerRecord(
        round,
        new LayerSample(
            name,
            parameterNorm,
            updateNorm,
            distribution(fields),
            distribution(fields),
            deadShare));
  }

  private static Distribution distribution(RecordTable.Fields fields) {
    return new Distribution(
        fields.number(), fields.number(), fields.number(), fields.number(), fields.counts());
  }
}
