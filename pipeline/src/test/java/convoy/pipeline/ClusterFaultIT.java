// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.pipeline.command.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainings on a real cluster whose processes are killed or held up: each ends with the parameters
 * and the losses of an undisturbed one on two threads, to the last bit.
 */
class ClusterFaultIT {
  private static final int ROUNDS = 36;

  private static final List<String> TRAINING =
      List.of(
          "--epochs=4",
          "--batch=8",
          "--average-every=4",
          "--workers=2",
          "--set=model.hidden=16",
          "--set=train.checkpoint=rounds every=3");

  /** A training begins when both executors are there, so that each has a worker. */
  private static final List<String> BOTH_EXECUTORS =
      List.of(
          "spark.cores.max 2",
          "spark.scheduler.minRegisteredResourcesRatio 1.0",
          "spark.scheduler.maxRegisteredResourcesWaitingTime 10min");

  /** A task is slow soon after the other one has ended, and any executor may take its copy. */
  private static final List<String> SPECULATION =
      List.of(
          "spark.speculation true",
          "spark.speculation.interval 100ms",
          "spark.speculation.multiplier 1.1",
          "spark.speculation.quantile 0.5",
          "spark.locality.wait 0");

  @TempDir static Path temporary;

  private static LocalCluster cluster;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    String run = temporary.resolve("undisturbed").toString();
    List<String> arguments = new ArrayList<>(List.of("run", "--master", "local[2]", "--run", run));
    arguments.addAll(List.of("--source", "synthetic:train=600,test=50,seed=3"));
    arguments.addAll(List.of("--image-size", "8"));
    arguments.addAll(TRAINING);
    Script undisturbed =
        Script.run(RunningScript.SHORT_LIVED, "convoy", arguments.toArray(String[]::new));
    assertThat(undisturbed.status()).as(undisturbed.err()).isZero();
    assertThat(column("undisturbed", "round")).hasSize(ROUNDS);
    cluster = LocalCluster.start("faults", Map.of());
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    if (cluster != null) {
      cluster.stop();
    }
  }

  /** Submits with settings of Spark's, a line each. */
  private static RunningScript submit(List<String> arguments, List<String> spark)
      throws IOException {
    Path settings = Files.createTempDirectory(temporary, "settings");
    Path defaults = settings.resolve("spark-defaults.conf");
    Files.write(defaults, BOTH_EXECUTORS);
    Files.write(defaults, spark, StandardOpenOption.APPEND);
    List<String> all = new ArrayList<>(arguments);
    all.addAll(TRAINING);
    return cluster.submit(
        Map.of("SPARK_CONF_DIR", settings.toString()), all.toArray(String[]::new));
  }

  /** Trains on what the undisturbed run made of the source. */
  private static RunningScript train(String name, List<String> spark, String... more)
      throws IOException {
    Path undisturbed = temporary.resolve("undisturbed");
    List<String> arguments =
        new ArrayList<>(List.of("train", "--run", temporary.resolve(name).toString()));
    arguments.addAll(List.of("--shards", undisturbed.resolve("shards").toString()));
    arguments.addAll(List.of("--statistics", undisturbed.resolve("statistics").toString()));
    arguments.addAll(List.of(more));
    return submit(arguments, spark);
  }

  private static void requireDone(RunningScript running) throws Exception {
    Script done = running.await();
    assertThat(done.status()).as(done.err()).isZero();
  }

  /** Waits until a training is at work on the rounds after that one. */
  private static void awaitRound(String name, int round, RunningScript training)
      throws IOException, InterruptedException {
    while (column(name, "round").size() < round && training.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(training.isAlive()).as("training after round %s", round).isTrue();
  }

  /** A column of a run's history; empty where it has none yet. */
  private static List<String> column(String name, String title) throws IOException {
    Path history = temporary.resolve(name).resolve("history.csv");
    if (!Files.exists(history)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(history);
    int index = Arrays.asList(lines.get(0).split(",")).indexOf(title);
    return lines.stream().skip(1).map(line -> line.split(",", -1)[index]).toList();
  }

  /** The executors that a training began with; with speculation one may have all the work. */
  private static List<ProcessHandle> executors(String name) throws IOException {
    Path provenance = temporary.resolve(name).resolve("provenance.json");
    List<ProcessHandle> processes = new ArrayList<>();
    for (JsonNode executor : new ObjectMapper().readTree(provenance.toFile()).get("executors")) {
      processes.add(ProcessHandle.of(executor.get("process").asLong()).orElseThrow());
    }
    return processes;
  }

  private static void assertLikeUndisturbed(String name) throws IOException {
    assertThat(digest(name)).hasSize(64).isEqualTo(digest("undisturbed"));
    assertThat(column(name, "round"))
        .isEqualTo(IntStream.rangeClosed(1, ROUNDS).mapToObj(Integer::toString).toList());
    assertThat(column(name, "dataLoss")).isEqualTo(column("undisturbed", "dataLoss"));
  }

  /** What the run says went wrong. */
  private static List<String> faults(String name) throws IOException {
    return Files.readAllLines(temporary.resolve(name).resolve("faults.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1)[2])
        .toList();
  }

  private static String digest(String name) {
    Captured digest = Captured.run("digest", temporary.resolve(name).toString());
    assertThat(digest.status()).as(digest.err()).isZero();
    return digest.out().strip();
  }

  /** One training: an executor is lost, then the other, then the driver; it is resumed. */
  @Test
  void everyProcessIsKilledOneAfterTheOtherAndTheRunResumed() throws Exception {
    try (RunningScript training = train("killed", List.of())) {
      awaitRound("killed", 3, training);
      List<ProcessHandle> executors = executors("killed");
      assertThat(executors).hasSize(2);

      executors.get(0).destroyForcibly();
      awaitRound("killed", 12, training);
      executors.get(1).destroyForcibly();
      awaitRound("killed", 21, training);
      training.kill();

      assertThat(training.await().status()).isEqualTo(128 + 9);
      assertThat(executors).noneMatch(ProcessHandle::isAlive);
    }
    assertThat(column("killed", "round")).hasSizeLessThan(ROUNDS);
    try (RunningScript resumed = train("killed", List.of(), "--resume")) {
      requireDone(resumed);
    }
    assertLikeUndisturbed("killed");
    assertThat(faults("killed")).containsExactly("executor lost", "executor lost", "resumed");
  }

  /** The copy of its task runs on the other executor; whichever ends first is right. */
  @Test
  void anExecutorStragglesAndItsTaskIsStartedASecondTime() throws Exception {
    Path events = Files.createDirectory(temporary.resolve("events"));
    List<String> spark = new ArrayList<>(SPECULATION);
    spark.addAll(List.of("spark.eventLog.enabled true", "spark.eventLog.dir " + events.toUri()));
    try (RunningScript training = train("straggler", spark)) {
      awaitRound("straggler", 3, training);
      Process brake = slowDown(executors("straggler").get(0));

      requireDone(training);

      assertThat(brake.waitFor(10, TimeUnit.MINUTES)).as("the executor has ended").isTrue();
    }
    assertThat(endedCopies(events)).as("copies that ended well").isPositive();
    assertThat(faults("straggler")).contains("copy won");
    assertLikeUndisturbed("straggler");
  }

  /** Lets a process run for a tenth of its time, until it ends. */
  private static Process slowDown(ProcessHandle process) throws IOException {
    String brake = "while kill -STOP $0; do sleep 0.45; kill -CONT $0; sleep 0.05; done";
    return new ProcessBuilder("bash", "-c", brake, Long.toString(process.pid())).start();
  }

  private static long endedCopies(Path events) throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.list(events)) {
      logs = files.filter(Files::isRegularFile).toList();
    }
    long copies = 0;
    for (Path log : logs) {
      copies +=
          Files.readAllLines(log).stream()
              .filter(line -> line.contains("SparkListenerTaskEnd"))
              .filter(line -> line.contains("\"Speculative\":true"))
              .filter(line -> line.contains("\"Reason\":\"Success\""))
              .count();
    }
    return copies;
  }
}
