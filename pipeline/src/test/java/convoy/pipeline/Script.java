// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of the project's scripts, run as a user runs it.
 *
 * @param status exit status
 * @param out what stood on standard output
 * @param err what stood on standard error
 */
record Script(int status, String out, String err) {
  /** The project's folder, seen from the module's, in which Maven runs the tests. */
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /** Runs a script from the project's folder; ends it after ten minutes. */
  static Script run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(HOME.resolve(script).toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("script", ".out");
    Path err = Files.createTempFile("script", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(HOME.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      return new Script(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
