// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.report.HtmlReport;
import convoy.evaluation.report.JsonReport;
import convoy.evaluation.report.Preprocessing;
import convoy.evaluation.report.PreprocessingFeatures;
import convoy.evaluation.report.RunReport;
import convoy.pipeline.folder.FaultFile;
import convoy.pipeline.folder.HistoryFile;
import convoy.pipeline.folder.MistakesFile;
import convoy.pipeline.folder.PhaseTimes;
import convoy.pipeline.folder.Provenance;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.SampleFiles;
import convoy.pipeline.folder.TestReadings;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.Statistics;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.model.Models;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes {@code report.html} and, with the same content for machines, {@code report.json} from what
 * a run folder holds; no Spark is needed. The page shows images of the training split where its
 * shards are still there.
 */
public final class ReportPhase {
  private ReportPhase() {}

  /**
   * Writes both.
   *
   * @throws BadInputException if the run has not been trained, its statistics are missing, damaged
   *     or of another training split, or its history or samples are damaged
   */
  public static void write(RunFolder run) throws IOException {
    Statistics statistics = RunStatistics.of(run).statistics();
    Checkpoints checkpoints = run.checkpoints();
    checkpoints.last();
    Checkpoint best = checkpoints.read(checkpoints.best().get(0));
    requireTrained(best, statistics);
    Optional<ShardFolder> shards = TrainingShards.of(run, statistics);
    NetworkPictures inside = NetworkPictures.of(best, statistics, shards, run.hadoop());
    RunReport report =
        new RunReport(
            new RunReport.Origin(
                "Convoy: " + run.path().getName(),
                provenance(run),
                new PhaseTimes(run).read(),
                FaultFile.read(run)),
            new RunReport.Training(
                HistoryFile.read(run),
                SampleFiles.read(run),
                inside.filters(),
                inside.activations(),
                Optional.of(preprocessing(run, statistics, shards)),
                lossUnit(best.info().model().name())),
            new RunReport.Results(
                EvaluatePhase.read(run, run.metrics()),
                TestReadings.read(run).size(),
                best.info().model().classNames(),
                TrainingShards.histogram(shards),
                EvaluatePhase.read(run, run.baselines()),
                MistakesFile.read(run)));
    run.write(run.reportJson(), JsonReport.render(report));
    run.write(run.report(), HtmlReport.render(report));
  }

  private static String lossUnit(String model) {
    return Models.givesProbabilities(model) ? RunReport.Training.NATS : "";
  }

  private static Preprocessing preprocessing(
      RunFolder run, Statistics statistics, Optional<ShardFolder> shards) throws IOException {
    return switch (statistics.elements()) {
      case UINT8 ->
          new TrainingPictures(run, statistics, shards, run.readConfig().train().augmentations())
              .draw();
      case FLOAT32 -> new PreprocessingFeatures(statistics.pixels(), statistics.components());
    };
  }

  private static void requireTrained(Checkpoint checkpoint, Statistics statistics) {
    if (!checkpoint.info().data().splitDigest().equals(statistics.splitDigest())) {
      throw new BadInputException(
          "the run was trained on another training split (digest %.12s...) than its statistics are of (%.12s...);"
                  .formatted(checkpoint.info().data().splitDigest(), statistics.splitDigest())
              + " compute them again with: convoy stats");
    }
  }

  /** Provenance and configuration as the page shows them: names and texts. */
  private static Map<String, String> provenance(RunFolder run) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    Provenance.read(run)
        .orElse(Map.of())
        .forEach((name, value) -> texts.put(name, String.valueOf(value)));
    texts.remove(Provenance.BEFORE); // as long as the run was resumed often
    run.read(run.config()).ifPresent(config -> texts.put("configuration", config));
    return texts;
  }
}
