// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import org.apache.spark.SparkConf;

/**
 * What Spark is told about GPUs.
 *
 * @param anExecutor GPUs that an executor has; 0 for none
 * @param aTask GPUs that Spark assigns to a task, or the share of one; 0 for none
 */
record GpuSettings(int anExecutor, double aTask) {
  static GpuSettings of(SparkConf conf) {
    return new GpuSettings(
        conf.getInt("spark.executor.resource.gpu.amount", 0),
        conf.getDouble("spark.task.resource.gpu.amount", 0));
  }

  /** Whether tasks are assigned any. */
  boolean assign() {
    return anExecutor > 0 && aTask > 0;
  }

  /**
   * Tasks that have a core and a GPU of their own at the same time. Where Spark lets several share
   * a GPU, one of them counts.
   *
   * @param cores of all executors
   * @return at least 1
   */
  int replicas(int cores, int executors) {
    if (!assign()) {
      return cores;
    }
    int gpus = (int) (anExecutor / Math.max(1, aTask));
    return Math.max(1, Math.min(cores, executors * gpus));
  }
}
