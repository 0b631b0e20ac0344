// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.session.StopRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * A command as a user sees it.
 *
 * @param status exit status
 * @param out what stood on standard output
 * @param err what stood on standard error
 */
public record Captured(int status, String out, String err) {
  /** Runs a command in this process on two cores. */
  public static Captured run(String... arguments) {
    return run(StopRequest.never(), arguments);
  }

  /** The same for a command that may be stopped. */
  static Captured run(StopRequest stop, String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream capturedOut = new ByteArrayOutputStream();
    ByteArrayOutputStream capturedErr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(capturedOut, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(capturedErr, true, StandardCharsets.UTF_8));
      int status = ConvoyCommand.execute(stop, arguments);
      return new Captured(
          status,
          capturedOut.toString(StandardCharsets.UTF_8),
          capturedErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /**
   * Runs a command as it is typed.
   *
   * @param line words with spaces between them
   * @param values of its {@code %s}, in their order; each is one word, whatever it holds
   */
  public static Captured line(String line, Object... values) {
    Iterator<Object> next = List.of(values).iterator();
    return run(
        Arrays.stream(line.strip().split(" +"))
            .map(word -> word.equals("%s") ? String.valueOf(next.next()) : word)
            .toArray(String[]::new));
  }

  /** The lines on standard error that are not from a log. */
  public String complaint() {
    return String.join("\n", err.lines().filter(line -> line.startsWith("convoy")).toList());
  }
}
