// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code convoy run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Does everything: shard, stats, train, evaluate, report.")
final class RunCommand implements Callable<Integer>, Resumable {
  @Mixin private WholeRun run;

  @Override
  public Integer call() throws IOException {
    return run.call("run");
  }

  @Override
  public String kept() throws IOException {
    return run.kept("run");
  }
}
