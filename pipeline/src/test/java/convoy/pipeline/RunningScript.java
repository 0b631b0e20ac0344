// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the project's scripts while it runs, to be waited for or to be killed. */
final class RunningScript implements AutoCloseable {
  /** The project's folder, seen from the module's, in which Maven runs the tests. */
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /**
   * Environment for scripts whose processes last seconds: what the JVM's second compiler and the
   * pages of a large young generation take they never earn back.
   */
  static final Map<String, String> SHORT_LIVED =
      Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -Xmn64m");

  private final Process process;
  private final Path out;
  private final Path err;

  private RunningScript(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a script from the project's folder. What was started behind a shell's {@code &} ignores
   * Ctrl-C, and so would all that it starts.
   */
  static RunningScript start(Map<String, String> environment, String script, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("env", "--default-signal=INT", HOME.resolve(script).toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("script", ".out");
    Path err = Files.createTempFile("script", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(HOME.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new RunningScript(builder.start(), out, err);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What Ctrl-C sends. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits until it has ended; ends what hangs, after half an hour. */
  Script await() throws IOException, InterruptedException {
    if (!process.waitFor(30, TimeUnit.MINUTES)) {
      kill();
    }
    return new Script(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  /** Ends it where it still runs, so that a test that fails leaves nothing behind. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(out);
    Files.delete(err);
  }
}
