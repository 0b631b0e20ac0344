// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import java.io.IOException;
import java.util.Map;

/**
 * One of the project's scripts, run as a user runs it.
 *
 * @param status exit status
 * @param out what stood on standard output
 * @param err what stood on standard error
 */
record Script(int status, String out, String err) {
  /** Runs a script from the project's folder and waits for its end. */
  static Script run(String script, String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), script, arguments);
  }

  /** The same with more environment variables. */
  static Script run(Map<String, String> environment, String script, String... arguments)
      throws IOException, InterruptedException {
    try (RunningScript running = RunningScript.start(environment, script, arguments)) {
      return running.await();
    }
  }
}
