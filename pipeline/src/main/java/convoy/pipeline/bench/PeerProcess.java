// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A peer that is measured in a Java process of its own, because it needs properties, native
 * libraries or jars that this process must not have. What it found is the first line of its output
 * that begins with {@link #RESULT}.
 */
final class PeerProcess {
  /** What stands before the number; the PyTorch peer, which is no part of Convoy, says the same. */
  static final String RESULT = "images per second: ";

  private static final int KEPT_LINES = 5;

  private PeerProcess() {}

  /**
   * Starts a peer, waits for what it found and until it has ended, so that nothing that is measured
   * next shares the cores with it.
   *
   * @param peer its name, for the message
   * @param leaveOut how to do without it, for the message
   * @param arguments of {@code java}
   * @return images a second
   * @throws IOException if it says no number; the message has the last that it wrote but for the
   *     frames of stack traces
   */
  static double imagesPerSecond(String peer, String leaveOut, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("OMP_NUM_THREADS"); // ./convoy sets it for its own sake
    Process process = builder.start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      Deque<String> last = new ArrayDeque<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(RESULT)) {
          return Double.parseDouble(line.substring(RESULT.length()));
        }
        if (!line.isBlank() && !line.startsWith("\t")) {
          last.add(line.strip());
        }
        if (last.size() > KEPT_LINES) {
          last.remove();
        }
      }
      throw new IOException(
          "%s in a process of its own measured nothing; %s. It wrote: %s"
              .formatted(peer, leaveOut, last.isEmpty() ? "nothing" : String.join(" | ", last)));
    } finally {
      process.destroy();
      process.onExit().join();
    }
  }
}
