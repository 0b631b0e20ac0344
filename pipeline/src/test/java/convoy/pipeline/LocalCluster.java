// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A real Spark cluster on this machine, started by the project's own scripts: at a free port and in
 * a folder of its own, so that several clusters run at the same time.
 */
final class LocalCluster {
  private final Path state;
  private final Map<String, String> environment;

  private LocalCluster(Path state, Map<String, String> environment) {
    this.state = state;
    this.environment = environment;
  }

  /**
   * Starts a master and two workers.
   *
   * @param name of its folder below {@code target/}, in which its logs stay
   * @param settings environment variables of the cluster and of what is submitted to it
   */
  static LocalCluster start(String name, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path state = RunningScript.HOME.resolve("target").resolve("cluster-" + name);
    Map<String, String> environment = new HashMap<>(RunningScript.SHORT_LIVED);
    environment.put("CONVOY_CLUSTER_PORT", "0");
    environment.put("CONVOY_CLUSTER_STATE", state.toString());
    environment.putAll(settings);
    Script start = Script.run(environment, "cluster/local/start");
    assertThat(start.status()).as(start.err()).isZero();
    return new LocalCluster(state, environment);
  }

  /** The folder of its logs, process numbers and secret. */
  Path state() {
    return state;
  }

  /** Submits a command with more environment variables, and does not wait for its end. */
  RunningScript submit(Map<String, String> settings, String... arguments) throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(settings);
    return RunningScript.start(all, "cluster/local/submit", arguments);
  }

  /** Submits a command and waits for its end. */
  Script run(Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    try (RunningScript running = submit(settings, arguments)) {
      return running.await();
    }
  }

  void stop() throws IOException, InterruptedException {
    Script.run(environment, "cluster/local/stop");
  }
}
