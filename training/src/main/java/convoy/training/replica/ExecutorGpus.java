// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkEnv;

/**
 * The GPUs of the machine that an executor runs on, asked of NVIDIA's driver and not of ND4J, which
 * may not even load there.
 *
 * @param executor Spark's name of the executor; {@code driver} in local mode
 * @param host that it runs on
 * @param gpus in the order of their numbers; empty where the machine has none
 */
public record ExecutorGpus(String executor, String host, List<Gpu> gpus) implements Serializable {
  /** Looks around on this machine. */
  public static ExecutorGpus ofThisProcess() {
    SparkEnv spark = SparkEnv.get();
    return new ExecutorGpus(
        spark == null ? "driver" : spark.executorId(),
        spark == null ? "localhost" : spark.blockManager().blockManagerId().host(),
        NvidiaSmi.gpus());
  }

  /** Whether a build with CUDA may work here: one of the GPUs can be used, or may be. */
  public boolean suitCuda() {
    return gpus.stream().anyMatch(gpu -> gpu.fit() == Gpu.Fit.RUNS || gpu.fit() == Gpu.Fit.UNKNOWN);
  }
}
