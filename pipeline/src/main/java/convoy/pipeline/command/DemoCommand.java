// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code convoy demo}: the defaults are made for it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Does everything on images that Convoy draws itself: ten classes of shapes, a small ConvNet,"
            + " over 90 %% on validation within three minutes on two cores.")
final class DemoCommand implements Callable<Integer>, Resumable {
  @Mixin private WholeRun run;

  @Override
  public Integer call() throws IOException {
    return run.call("demo");
  }

  @Override
  public String kept() throws IOException {
    return run.kept("demo");
  }
}
