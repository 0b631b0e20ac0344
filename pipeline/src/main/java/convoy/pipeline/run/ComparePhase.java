// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.report.ComparedRun;
import convoy.evaluation.report.ComparisonReport;
import convoy.evaluation.report.RunReport;
import convoy.evaluation.report.RunReport.Origin;
import convoy.evaluation.report.RunReport.Results;
import convoy.evaluation.report.RunReport.Training;
import convoy.pipeline.config.ConfigRenderer;
import convoy.pipeline.folder.HistoryFile;
import convoy.pipeline.folder.PhaseTimes;
import convoy.pipeline.folder.Provenance;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.TestReadings;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.StagedWrite;
import convoy.training.monitor.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes a page that shows several runs side by side, from what their folders hold: their history
 * and what was measured. Shards, statistics and checkpoints need not be there any more.
 */
public final class ComparePhase {
  private ComparePhase() {}

  /**
   * Writes the page.
   *
   * @param runs by the names that the page gives them, in order
   * @param page where it goes; what stands there is replaced
   * @throws BadInputException if a run's history or metrics are damaged
   */
  public static void write(Map<String, RunFolder> runs, Path page, Configuration hadoop)
      throws IOException {
    List<ComparedRun> compared = new ArrayList<>();
    for (Map.Entry<String, RunFolder> run : runs.entrySet()) {
      compared.add(read(run.getKey(), run.getValue()));
    }
    byte[] html = ComparisonReport.render(compared).getBytes(StandardCharsets.UTF_8);
    StagedWrite.file(page.getFileSystem(hadoop), page, out -> out.write(html));
  }

  private static ComparedRun read(String name, RunFolder run) throws IOException {
    RunReport shown =
        new RunReport(
            new Origin(name, Map.of(), new PhaseTimes(run).read()),
            new Training(HistoryFile.read(run), Samples.NONE, Optional.empty(), Optional.empty()),
            new Results(
                EvaluatePhase.read(run, run.metrics()),
                TestReadings.read(run).size(),
                List.of(),
                List.of()));
    return new ComparedRun(
        shown, ConfigRenderer.settings(run.readConfig()), trainDigest(run).orElse(""));
  }

  private static Optional<String> trainDigest(RunFolder run) throws IOException {
    return Provenance.read(run).map(written -> written.get("trainDigest")).map(String::valueOf);
  }
}
