// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.Serializable;
import java.util.List;

/**
 * An NVIDIA GPU, and whether ND4J's CUDA build can compute on it. That build holds machine code and
 * nothing that a driver could translate (no PTX). Machine code for a compute capability runs on
 * GPUs of the same major number and the same or a higher minor one (CUDA C++ Programming Guide,
 * Binary Compatibility).
 *
 * @param name as the driver has it
 * @param capability compute capability, such as {@code 8.0}; empty where the driver does not say it
 */
public record Gpu(String name, String capability) implements Serializable {
  /** What libnd4jcuda.so of nd4j-cuda-11.6 1.0.0-M2.1 holds: ten times major, and minor. */
  private static final List<Integer> KERNELS = List.of(37, 50, 52, 60, 61, 70, 75, 80, 86);

  private static final String HAS =
      "ND4J's CUDA build has kernels for sm_37 to sm_86 (and so sm_89) only";

  /** Whether ND4J's CUDA build has code for a GPU. */
  public enum Fit {
    /** It has. */
    RUNS,
    /** The GPU is of a later generation than the build, such as Hopper. */
    TOO_NEW,
    /** The GPU is of an earlier one, such as Fermi and the first Kepler. */
    TOO_OLD,
    /** The driver does not say what the GPU is. */
    UNKNOWN
  }

  /**
   * Reads what {@code nvidia-smi --query-gpu=name,compute_cap --format=csv,noheader} prints: a line
   * a GPU. A line without a comma is a name.
   */
  static List<Gpu> parse(String csv) {
    return csv.lines().map(String::strip).filter(line -> !line.isEmpty()).map(Gpu::ofLine).toList();
  }

  private static Gpu ofLine(String line) {
    int comma = line.lastIndexOf(',');
    String last = line.substring(comma + 1).strip();
    String name = comma < 0 ? line : line.substring(0, comma).strip();
    return new Gpu(name, last.matches("\\d{1,3}\\.\\d") ? last : "");
  }

  /** Whether it can be computed on. */
  public Fit fit() {
    if (capability.isEmpty()) {
      return Fit.UNKNOWN;
    }
    int mine = code();
    boolean runs = KERNELS.stream().anyMatch(code -> code / 10 == mine / 10 && code <= mine);
    if (runs) {
      return Fit.RUNS;
    }
    return mine > KERNELS.get(0) ? Fit.TOO_NEW : Fit.TOO_OLD;
  }

  /** Ten times major, and minor: 80 for 8.0. */
  private int code() {
    return Integer.parseInt(capability.replace(".", ""));
  }

  /**
   * What it is, whether it can be used, and what to do, in one line.
   *
   * @param cuda whether Convoy was built with CUDA
   */
  public String line(boolean cuda) {
    return switch (fit()) {
      case RUNS ->
          "%s (sm_%s) can be used: %s%s"
              .formatted(
                  name,
                  code(),
                  HAS,
                  cuda ? "" : "; this Convoy was built without CUDA: ./mvnw -P cuda package");
      case TOO_NEW ->
          "%s (sm_%s) cannot be used, whatever the driver: %s; take an A100, A10, A40, T4, V100, L4,"
                  .formatted(name, code(), HAS)
              + " L40 or RTX 20 to 40, or train on the processor";
      case TOO_OLD ->
          "%s (sm_%s) cannot be used, it is too old: %s; train on the processor"
              .formatted(name, code(), HAS);
      case UNKNOWN ->
          "%s may be one that can be used, its driver does not say the compute capability: %s; update"
                  .formatted(name, HAS)
              + " the driver, or look it up at https://developer.nvidia.com/cuda-gpus";
    };
  }
}
