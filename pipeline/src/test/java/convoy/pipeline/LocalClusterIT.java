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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo on a real Spark cluster: a master and two workers, each a process of its own. */
class LocalClusterIT {
  private static final String[] SMALL = {
    "demo",
    "--source",
    "synthetic:train=1200,test=100,seed=3",
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
            "spark.serializer org.apache.spark.serializer.KryoSerializer"));

    Script submitted =
        twoWorkers.run(
            Map.of("SPARK_CONF_DIR", settings.toString()), with("--run", cluster.toString()));
    assertThat(submitted.status()).as(submitted.err()).isZero();
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
    assertThat(Script.run("convoy", "digest", cluster.toString()).out())
        .hasSize(65)
        .isEqualTo(Script.run("convoy", "digest", threads.toString()).out());
  }
}
