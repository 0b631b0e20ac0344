// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.run.Doctor;
import convoy.training.replica.BackendReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code convoy doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what is in force on every executor: backend, native build, oneDNN helper, threads and"
          + " memory limits. Exits with 1 where the fast path is off and training would be about ten"
          + " times slower, or where an executor does not answer.",
      "",
      "The fast path needs, in the driver and in every executor,",
      "  -Dorg.bytedeco.javacpp.platform.extension=-onednn-avx2",
      "  -Dorg.eclipse.deeplearning4j.helpers.disable=false",
      "Convoy sets both itself; they are off only where something sets them otherwise.",
      ""
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    try (var spark = shared.spark()) {
      Doctor.Findings found = Doctor.look(spark);
      Results results = new Results();
      Doctor.versions(spark).forEach(results::add);
      results.add("executors", found.reports());
      results.add("silentExecutors", found.silent());
      shared.print(
          results.add("fastPath", found.reports().stream().allMatch(BackendReport::fastPath)));
      return found.healthy() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}
