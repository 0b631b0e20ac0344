// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.training.monitor.RoundCost;
import convoy.training.monitor.RoundRecord;
import java.io.IOException;
import java.util.List;

/** The rounds of a run as {@code history.csv}; an empty field was not measured in that round. */
public final class HistoryFile {
  private static final RecordTable<RoundRecord> FILE =
      new RecordTable<>(
          "epoch,round,globalStep,steps,examples,imagesPerSecond,dataLoss,regularizationLoss,"
              + "trainingAccuracy,validationAccuracy,validationLoss,learningRate,replicaDistance,"
              + "gradientNorm,updateRatio,computeMillis,broadcastMillis,loadMillis,collectMillis,"
              + "averageMillis,waitMillis",
          HistoryFile::fields,
          HistoryFile::parse);

  private HistoryFile() {}

  public static void write(RunFolder run, List<RoundRecord> rounds) throws IOException {
    FILE.write(run, run.history(), rounds);
  }

  public static List<RoundRecord> read(RunFolder run) throws IOException {
    return FILE.read(run, run.history());
  }

  private static List<?> fields(RoundRecord round) {
    return List.of(
        round.epoch(),
        round.round(),
        round.globalStep(),
        round.steps(),
        round.examples(),
        round.imagesPerSecond(),
        round.dataLoss(),
        round.regularizationLoss(),
        round.trainingAccuracy(),
        round.validationAccuracy(),
        round.validationLoss(),
        round.learningRate(),
        round.replicaDistance(),
        round.gradientNorm(),
        round.updateRatio(),
        round.cost().computeMillis(),
        round.cost().broadcastMillis(),
        round.cost().loadMillis(),
        round.cost().collectMillis(),
        round.cost().averageMillis(),
        round.waitMillis());
  }

  private static RoundRecord parse(RecordTable.Fields fields) {
    return new RoundRecord(
        fields.whole(),
        fields.whole(),
        fields.count(),
        fields.whole(),
        fields.count(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        fields.number(),
        new RoundCost(
            fields.number(), fields.number(), fields.number(), fields.number(), fields.number()),
        fields.number());
  }
}
