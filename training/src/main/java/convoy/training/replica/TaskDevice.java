// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.factory.Nd4j;

/** Gives the thread of a Spark task the device that Spark has assigned to the task. */
final class TaskDevice {
  private static final String GPU = "gpu";

  private TaskDevice() {}

  /** The GPUs that Spark has assigned to the task of this thread; none outside of a task. */
  static List<String> addresses() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(GPU);
    return gpus == null ? List.of() : List.of(gpus.addresses());
  }

  /** ND4J's backend: CPU or CUDA. */
  static String backend() {
    return Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend");
  }

  /**
   * Binds this thread to its task's device; a thread that runs no task stays on ND4J's own choice.
   * Spark's threads go from task to task, and what ND4J keeps for a thread lies on one device:
   * where that changes, it is let go.
   *
   * @throws convoy.preprocessing.BadInputException as {@link Device#choose} says
   */
  static Device bind() {
    AffinityManager affinity = Nd4j.getAffinityManager();
    Device device = Device.choose(backend(), addresses(), affinity.getNumberOfDevices());
    if (device.isGpu()
        && TaskContext.get() != null
        && affinity.getDeviceForCurrentThread() != device.gpu()) {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
      affinity.unsafeSetDevice(device.gpu());
    }
    return device;
  }
}
