// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * PyTorch on the benchmark's network, by a jar of its own that is no part of the application: the
 * one that {@code pipeline/benchmarks} builds, or any that takes the same arguments.
 *
 * @param jar that {@code java -jar} runs
 * @param seconds that it trains, after a warm-up of its own; at least 1
 */
public record PyTorchPeer(Path jar, int seconds) {
  /**
   * Measures in a new process.
   *
   * @param threads that share the work of every layer
   * @param parameters that the network must have to be the same as Convoy's
   * @return images a second
   * @throws IOException if the process fails, as one whose network has another size does
   */
  double imagesPerSecond(int hidden, int batch, int threads, int parameters) throws IOException {
    return PeerProcess.imagesPerSecond(
        "PyTorch",
        "leave it out without --pytorch",
        List.of(
            "-Xmx1g",
            "-jar",
            jar.toString(),
            String.valueOf(hidden),
            String.valueOf(batch),
            String.valueOf(threads),
            String.valueOf(seconds),
            String.valueOf(parameters)));
  }
}
