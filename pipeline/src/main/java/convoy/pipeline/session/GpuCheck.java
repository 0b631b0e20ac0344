// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.BadInputException;
import convoy.training.replica.BackendReport;
import convoy.training.replica.ExecutorGpus;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses, before anything is read, GPUs that this build cannot use or would leave idle. */
public final class GpuCheck {
  private static final Logger LOG = LoggerFactory.getLogger(GpuCheck.class);

  private GpuCheck() {}

  /**
   * Asks the executors, where there is something to ask: nothing on processors alone.
   *
   * @param allowCpuFallback whether idle GPUs are only warned of
   * @throws BadInputException if a build with CUDA finds no GPU that it can use on an executor's
   *     machine, or a build without is assigned GPUs
   */
  public static void require(JavaSparkContext spark, boolean allowCpuFallback) {
    if (Build.withCuda()) {
      Doctor.gpus(spark).forEach(GpuCheck::requireUsable);
    } else if (!spark.isLocal() && GpuSettings.of(spark.getConf()).assign()) {
      requireNoneIdle(Doctor.look(spark).reports(), allowCpuFallback);
    }
  }

  /**
   * @throws BadInputException if none of the GPUs has kernels in ND4J's CUDA build
   */
  static void requireUsable(ExecutorGpus executor) {
    if (executor.gpus().isEmpty()) {
      LOG.warn(
          "executor {} on {}: no nvidia-smi, or it finds no GPU; this Convoy was built with CUDA and"
              + " computes on nothing else",
          executor.executor(),
          executor.host());
    } else if (!executor.suitCuda()) {
      throw new BadInputException(
          "executor %s on %s: %s"
              .formatted(executor.executor(), executor.host(), executor.gpus().get(0).line(true)));
    }
  }

  /**
   * @throws BadInputException if Spark has assigned GPUs that nothing computes on, and that is not
   *     allowed
   */
  static void requireNoneIdle(List<BackendReport> executors, boolean allowed) {
    String idle =
        executors.stream()
            .filter(BackendReport::leavesGpusIdle)
            .map(
                executor ->
                    "GPU %s to executor %s"
                        .formatted(String.join(", ", executor.gpus()), executor.executor()))
            .collect(Collectors.joining("; "));
    if (idle.isEmpty()) {
      return;
    }
    String what = "Spark assigned %s, and this Convoy was built without CUDA".formatted(idle);
    if (!allowed) {
      throw new BadInputException(
          what
              + ": build it with ./mvnw -P cuda package, or unset spark.task.resource.gpu.amount, or let"
              + " the GPUs stand idle with --set train.allowCpuFallback=true (--allow-cpu-fallback)");
    }
    LOG.warn("{}: training on the processor, as train.allowCpuFallback says", what);
  }
}
