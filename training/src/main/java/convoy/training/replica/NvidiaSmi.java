// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks NVIDIA's driver, through its own program, which GPUs this machine has. */
final class NvidiaSmi {
  private static final String PROGRAM = "nvidia-smi";
  private static final int SECONDS = 20;

  private NvidiaSmi() {}

  /**
   * The GPUs in the order of their numbers. None where there is no driver, or it does not answer;
   * one too old to say the compute capability says the names alone.
   */
  static List<Gpu> gpus() {
    return answer(PROGRAM, "name,compute_cap")
        .or(() -> answer(PROGRAM, "name"))
        .map(Gpu::parse)
        .orElse(List.of());
  }

  /** What it prints for those columns; nothing if there is no such program, or it fails. */
  static Optional<String> answer(String program, String columns) {
    try {
      Process process =
          new ProcessBuilder(program, "--query-gpu=" + columns, "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      // A line a GPU: a pipe holds it all.
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
