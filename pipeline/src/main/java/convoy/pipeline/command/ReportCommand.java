// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.run.ComparePhase;
import convoy.pipeline.run.ReportPhase;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Writes a run's report.html and report.json again, from what its folder holds; or a page that"
            + " shows several runs side by side.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "run folder; any Hadoop URI; several with --compare")
  private List<String> runs;

  @Option(
      names = "--compare",
      description = "shows the runs side by side in one page instead, which needs no checkpoint")
  private boolean compare;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "where the page of --compare goes, in place of what is there; any Hadoop URI; default:"
              + " comparison.html")
  private String output;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    if (compare) {
      compare();
    } else {
      report();
    }
    return 0;
  }

  private void report() throws IOException {
    if (runs.size() > 1 || output != null) {
      throw new BadInputException(
          "a report is of one run, and goes into its folder; --compare shows several side by side, in"
              + " --output");
    }
    RunFolder folder = RunFolder.open(runs.get(0), shared.hadoop());
    ReportPhase.write(folder);
    shared.print(new Results().add("report", folder.report().toString()));
  }

  private void compare() throws IOException {
    Map<String, RunFolder> folders = new LinkedHashMap<>();
    Set<Path> seen = new HashSet<>();
    for (String run : runs) {
      RunFolder folder = RunFolder.open(run, shared.hadoop());
      folders.put(run, folder);
      if (!seen.add(folder.path())) {
        throw new BadInputException("%s is named twice".formatted(run));
      }
    }
    String page = output == null ? "comparison.html" : output;
    ComparePhase.write(folders, new Path(page), shared.hadoop());
    shared.print(new Results().add("comparison", page));
  }
}
