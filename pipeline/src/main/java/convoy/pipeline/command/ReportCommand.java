// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.run.ReportPhase;
import convoy.pipeline.run.RunFolder;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code convoy report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes a run's report.html and report.json again, from what its folder holds.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "run folder; any Hadoop URI")
  private String run;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    RunFolder folder = RunFolder.open(run, shared.hadoop());
    ReportPhase.write(folder);
    shared.print(new Results().add("report", folder.report().toString()));
    return 0;
  }
}
