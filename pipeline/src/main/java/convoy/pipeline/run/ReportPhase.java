// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import com.fasterxml.jackson.core.type.TypeReference;
import convoy.evaluation.picture.Filters;
import convoy.evaluation.picture.FirstLayer;
import convoy.evaluation.report.HtmlReport;
import convoy.evaluation.report.MeanImage;
import convoy.evaluation.report.RunReport;
import convoy.preprocessing.statistics.Statistics;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.Checkpoints;
import convoy.training.replica.Replica;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes {@code report.html} from what a run folder holds; no Spark is needed. */
public final class ReportPhase {
  private ReportPhase() {}

  /**
   * Writes the page.
   *
   * @throws convoy.preprocessing.BadInputException if the run has not been trained
   */
  public static void write(RunFolder run) throws IOException {
    Inputs inputs = Inputs.of(run);
    Statistics statistics = inputs.statistics();
    Checkpoints checkpoints = run.checkpoints();
    checkpoints.last();
    Checkpoint best = checkpoints.read(checkpoints.best().get(0));
    RunReport report =
        new RunReport(
            "Convoy: " + run.path().getName(),
            provenance(run),
            HistoryFile.read(run),
            EvaluatePhase.read(run),
            best.info().model().classNames(),
            filters(best, statistics),
            Optional.of(new MeanImage(statistics.pixels().mean(), statistics.shape())),
            new PhaseTimes(run).read());
    run.write(run.report(), HtmlReport.render(report));
  }

  private static Optional<Filters> filters(Checkpoint checkpoint, Statistics statistics) {
    Replica replica = new Replica(Networks.toEvaluate(checkpoint.info(), statistics, 1));
    replica.load(checkpoint.state().parameters());
    return FirstLayer.of(replica.graph(), checkpoint.info().model().input());
  }

  /** Provenance and configuration as the page shows them: names and texts. */
  private static Map<String, String> provenance(RunFolder run) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    Provenance.parse(
            run.read(run.provenance()).orElse("{}"),
            run.provenance().toString(),
            new TypeReference<Map<String, Object>>() {})
        .forEach((name, value) -> texts.put(name, String.valueOf(value)));
    run.read(run.config()).ifPresent(config -> texts.put("configuration", config));
    return texts;
  }
}
