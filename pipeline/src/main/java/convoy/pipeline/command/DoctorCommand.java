// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.session.Build;
import convoy.pipeline.session.Doctor;
import convoy.training.replica.BackendReport;
import convoy.training.replica.ExecutorGpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
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
          + " memory limits, the machine's or its container's included; and whether the cluster asks for a"
          + " secret and encrypts. Exits with 1 where the fast path is off and training would be about ten"
          + " times slower, or where an executor does not answer.",
      "",
      "The fast path needs, in the driver and in every executor,",
      "  -Dorg.bytedeco.javacpp.platform.extension=-onednn-avx2",
      "  -Dorg.eclipse.deeplearning4j.helpers.disable=false",
      "Convoy sets both itself; they are off only where something sets them otherwise.",
      "",
      "Names the GPUs of every executor's machine, as nvidia-smi does, and whether ND4J's CUDA build"
          + " has kernels for them. A Convoy built with CUDA (./mvnw -P cuda package) exits with 1"
          + " where an executor has no GPU that it can use.",
      ""
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException {
    try (var spark = shared.spark()) {
      Results results = new Results();
      Doctor.versions(spark).forEach(results::add);
      boolean healthy = gpus(spark, results) && backends(spark, results);
      shared.print(results);
      return healthy ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  /** Whether the backend can load: a build with CUDA needs a GPU on every executor. */
  private static boolean gpus(JavaSparkContext spark, Results results) {
    boolean cuda = Build.withCuda();
    List<ExecutorGpus> executors = Doctor.gpus(spark);
    List<Map<String, Object>> lines = new ArrayList<>();
    for (ExecutorGpus executor : executors) {
      for (int number = 0; number < executor.gpus().size(); number++) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("executor", executor.executor());
        line.put("host", executor.host());
        line.put("gpu", number);
        line.put("finding", executor.gpus().get(number).line(cuda));
        lines.add(line);
      }
    }
    results.add("gpus", lines);
    return !cuda || executors.stream().allMatch(ExecutorGpus::suitCuda);
  }

  private static boolean backends(JavaSparkContext spark, Results results) {
    Doctor.Findings found = Doctor.look(spark);
    results.add("executors", found.reports());
    results.add("silentExecutors", found.silent());
    results.add("fastPath", found.reports().stream().allMatch(BackendReport::fastPath));
    return found.healthy();
  }
}
