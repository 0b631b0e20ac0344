// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo on a real Spark cluster: a master and two workers, each a process of its own. Executors
 * come with the work that asks for them, one of them late.
 */
class LocalClusterIT {
  private static final String[] SMALL = {
    "demo",
    "--source",
    "synthetic:train=1200,test=100,seed=3",
    "--image-size",
    "16",
    "--epochs",
    "2",
    "--average-every",
    "4"
  };

  @TempDir Path temporary;

  private LocalCluster twoWorkers;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    twoWorkers = LocalCluster.start("demo", Map.of());
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    twoWorkers.stop();
  }

  private static String[] with(String... more) {
    List<String> arguments = new ArrayList<>(List.of(SMALL));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void theClusterTrainsTheSameParametersAsTwoThreads() throws Exception {
    Path cluster = temporary.resolve("cluster");
    Path threads = temporary.resolve("threads");
    // What a cluster's own settings may say is for other applications.
    Path settings = Files.createDirectory(temporary.resolve("settings"));
    Files.write(
        settings.resolve("spark-defaults.conf"),
        List.of(
            "spark.default.parallelism 5",
            "spark.serializer org.apache.spark.serializer.KryoSerializer",
            "spark.dynamicAllocation.enabled true",
            "spark.dynamicAllocation.shuffleTracking.enabled true",
            "spark.dynamicAllocation.minExecutors 0",
            "spark.dynamicAllocation.executorIdleTimeout 10min",
            "spark.scheduler.maxRegisteredResourcesWaitingTime 10min"));

    Script submitted = submitWithALateWorker(settings, with("--run", cluster.toString()));
    assertThat(submitted.status()).as(submitted.err()).isZero();
    assertThat(submitted.err()).contains("2 worker(s) train on 2 executor(s)");
    assertNobodyElseReadsTheSecret();
    Script embedded =
        Script.run(
            RunningScript.SHORT_LIVED,
            "convoy",
            with("--master", "local[2]", "--run", threads.toString()));
    assertThat(embedded.status()).as(embedded.err()).isZero();

    JsonNode provenance = new ObjectMapper().readTree(cluster.resolve("provenance.json").toFile());
    assertThat(provenance.get("workers").asInt()).isEqualTo(2);
    JsonNode executors = provenance.get("executors");
    assertThat(executors.findValuesAsText("executor")).containsExactly("0", "1");
    assertThat(executors.findValuesAsText("process")).doesNotHaveDuplicates();
    assertThat(executors.findValuesAsText("helper"))
        .allMatch(helper -> helper.startsWith("oneDNN "));
    assertThat(Script.run(RunningScript.SHORT_LIVED, "convoy", "digest", cluster.toString()).out())
        .hasSize(65)
        .isEqualTo(
            Script.run(RunningScript.SHORT_LIVED, "convoy", "digest", threads.toString()).out());
  }

  /** The second worker stands still until the application has waited for some seconds. */
  private Script submitWithALateWorker(Path settings, String... arguments)
      throws IOException, InterruptedException {
    String late = Files.readAllLines(twoWorkers.state().resolve("pids")).get(2);
    Path log = twoWorkers.state().resolve("master.log");
    signal("-STOP", late);
    try (RunningScript submitted =
        twoWorkers.submit(Map.of("SPARK_CONF_DIR", settings.toString()), arguments)) {
      while (submitted.isAlive() && !Files.readString(log).contains("Registered app convoy")) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      TimeUnit.SECONDS.sleep(5); // the first executor has stood alone for longer than a second
      signal("-CONT", late);
      return submitted.await();
    } finally {
      signal("-CONT", late);
    }
  }

  private static void signal(String signal, String process)
      throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", signal, process).start().waitFor()).isZero();
  }

  private void assertNobodyElseReadsTheSecret() throws IOException {
    Path options = twoWorkers.state().resolve("secret.options");
    for (Path file : List.of(options, twoWorkers.state().resolve("spark.conf"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    String secret = Files.readAllLines(options).get(1).split("=", 2)[1];
    assertThat(secret).hasSize(64);
    assertThat(ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse("")))
        .noneMatch(command -> command.contains(secret));
    List<Path> logs;
    try (Stream<Path> files = Files.walk(twoWorkers.state())) {
      logs = files.filter(file -> file.toString().matches(".*(\\.log|stdout|stderr)")).toList();
    }
    assertThat(logs).hasSizeGreaterThan(5);
    for (Path log : logs) {
      assertThat(Files.readString(log, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
    }
  }
}
