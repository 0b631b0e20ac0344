// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real cluster of two workers with two cores and one GPU each. The GPUs are an nvidia-smi that is
 * not NVIDIA's; everything between it and the task is what runs on real ones.
 */
class ClusterGpuIT {
  @TempDir static Path temporary;

  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    // Each worker asks once, and gets a GPU of its own.
    FakeNvidiaSmi.write(
        temporary,
        """
        case $1 in
          --query-gpu=index) mkdir "%s" 2>/dev/null && echo 0 || echo 1 ;;
          --query-gpu=name,compute_cap) echo "NVIDIA H100 PCIe, 9.0" ;;
        esac"""
            .formatted(temporary.resolve("first-is-taken")));
    Files.write(
        temporary.resolve("spark-defaults.conf"),
        List.of(
            "spark.worker.resource.gpu.amount 1",
            "spark.worker.resource.gpu.discoveryScript "
                + RunningScript.HOME.resolve("cluster/gpu/discover"),
            "spark.executor.resource.gpu.amount 1",
            "spark.task.resource.gpu.amount 1",
            "spark.scheduler.minRegisteredResourcesRatio 1.0",
            "spark.scheduler.maxRegisteredResourcesWaitingTime 10min",
            "spark.cores.max 4"));
    cluster =
        LocalCluster.start(
            "gpus",
            Map.of(
                "CONVOY_CLUSTER_CORES",
                "2",
                "SPARK_CONF_DIR",
                temporary.toString(),
                "PATH",
                temporary + ":" + System.getenv("PATH")));
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    cluster.stop();
  }

  private static Script submit(String... arguments) throws Exception {
    return cluster.run(Map.of(), arguments);
  }

  private static Script run(String name, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", "--run", temporary.resolve(name).toString()));
    arguments.addAll(List.of("--source", "synthetic:train=200,test=20,seed=3"));
    arguments.addAll(List.of("--image-size", "8", "--model", "softmax", "--epochs", "1"));
    arguments.addAll(List.of(more));
    return submit(arguments.toArray(String[]::new));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }

  private static List<String> gpus(JsonNode executors) {
    List<String> gpus = new ArrayList<>();
    for (JsonNode executor : executors) {
      assertThat(executor.get("gpus")).hasSize(1);
      gpus.add(executor.get("gpus").get(0).asText());
    }
    return gpus;
  }

  @Test
  void gpusThatNothingComputesOnAreRefusedInOneLine() throws Exception {
    Script refused = run("refused");

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err().lines().filter(line -> line.startsWith("convoy run: ")))
        .singleElement()
        .asString()
        .contains("GPU 0", "GPU 1", "executor 0", "executor 1", "--allow-cpu-fallback");
    assertThat(refused.err()).doesNotContain("\tat ");
    assertThat(temporary.resolve("refused")).doesNotExist();
  }

  @Test
  void whereThatIsAllowedAReplicaTrainsForEveryGpu() throws Exception {
    Script trained = run("allowed", "--allow-cpu-fallback");

    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("WARN", "training on the processor");
    JsonNode provenance = json(temporary.resolve("allowed").resolve("provenance.json"));
    assertThat(provenance.get("workers").asInt()).as("GPUs, not cores").isEqualTo(2);
    assertThat(gpus(provenance.get("executors"))).containsExactlyInAnyOrder("0", "1");
    assertThat(provenance.get("executors").findValuesAsText("device")).containsOnly("CPU");
  }

  @Test
  void theDoctorSaysOfEveryExecutorWhatItsGpuIsAndWhatToDo() throws Exception {
    Path file = temporary.resolve("doctor.json");

    Script doctor = submit("doctor", "--json", file.toString());

    assertThat(doctor.status()).as(doctor.err()).isZero();
    JsonNode found = json(file);
    assertThat(found.get("gpus").findValuesAsText("executor")).containsExactly("0", "1");
    assertThat(found.get("gpus").findValuesAsText("finding"))
        .allMatch(line -> line.contains("H100 PCIe (sm_90) cannot be used, whatever the driver"));
    assertThat(gpus(found.get("executors"))).containsExactlyInAnyOrder("0", "1");
  }
}
