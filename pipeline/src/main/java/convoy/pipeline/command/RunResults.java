// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.folder.RunSummary;
import java.io.IOException;

/** A run's summary as a command prints it. */
final class RunResults {
  private RunResults() {}

  static Results of(RunFolder folder) throws IOException {
    RunSummary run = RunSummary.of(folder);
    return new Results()
        .add("run", run.run())
        .add("digest", run.digest())
        .add("epochs", run.epochs())
        .add("rounds", run.rounds())
        .add("imagesPerSecond", run.imagesPerSecond())
        .add("loss", run.loss())
        .add("validationAccuracy", run.validationAccuracy())
        .add("bestValidationAccuracy", run.bestValidationAccuracy())
        .add("seconds", run.seconds());
  }
}
