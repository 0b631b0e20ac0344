// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.BadInputException;
import java.util.List;

/**
 * What a replica computes on: the processor, or one GPU.
 *
 * @param gpu CUDA's number of the GPU in its process, from 0; -1 for the processor
 */
record Device(int gpu) {
  static final Device CPU = new Device(-1);

  /** ND4J's name of the backend that computes on GPUs. */
  private static final String CUDA = "CUDA";

  /**
   * The device of a task. On the CPU backend it is the processor, whatever Spark has assigned. On
   * the CUDA backend it is the GPU that Spark has assigned; where it has assigned none, the first.
   *
   * @param backend ND4J's: CPU or CUDA
   * @param addresses of the GPUs that Spark has assigned to the task; may be empty
   * @param visible GPUs that the backend sees in this process
   * @throws BadInputException if the task has more than one GPU, or one that the backend does not
   *     see
   */
  static Device choose(String backend, List<String> addresses, int visible) {
    if (!backend.equals(CUDA)) {
      return CPU;
    }
    if (addresses.isEmpty()) {
      return new Device(0);
    }
    if (addresses.size() > 1) {
      throw new BadInputException(
          "Spark assigned GPUs %s to one task, and a replica computes on one; set"
                  .formatted(String.join(", ", addresses))
              + " spark.task.resource.gpu.amount = 1");
    }
    String address = addresses.get(0);
    int gpu = address.matches("\\d{1,4}") ? Integer.parseInt(address) : -1;
    if (gpu < 0 || gpu >= visible) {
      throw new BadInputException(
          "Spark assigned GPU %s, but this process sees %s of them, numbered from 0; the discovery"
                  .formatted(address, visible)
              + " script must print the numbers that CUDA_VISIBLE_DEVICES leaves");
    }
    return new Device(gpu);
  }

  boolean isGpu() {
    return gpu >= 0;
  }

  @Override
  public String toString() {
    return isGpu() ? "GPU " + gpu : "CPU";
  }
}
