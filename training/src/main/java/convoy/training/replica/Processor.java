// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The kind of processor here: oneDNN and OpenBLAS choose their code by it. */
final class Processor {
  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

  private Processor() {}

  /** The model as Linux names it; {@code unknown processor} where it names none. */
  static String model() {
    try (Stream<String> lines = Files.lines(DESCRIPTION)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
