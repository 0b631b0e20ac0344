// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.RunSummary;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code convoy digest}. */
@Command(
    name = "digest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Prints the SHA-256 of a run's final parameters (little-endian floats), to compare two runs.")
final class DigestCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "run folder; any Hadoop URI")
  private String run;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    RunFolder folder = RunFolder.open(run, shared.hadoop());
    shared.print(new Results().addAlone("digest", RunSummary.digest(folder)));
    return 0;
  }
}
