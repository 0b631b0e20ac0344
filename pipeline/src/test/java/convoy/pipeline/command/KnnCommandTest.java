// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nearest neighbours from the command line, among a few images that Convoy draws. */
class KnnCommandTest {
  @TempDir static Path temporary;

  @BeforeAll
  static void shard() {
    done(
        "shard --master local[2] --source synthetic:train=600,test=20,seed=1 --output %s",
        shards());
  }

  private static Path shards() {
    return temporary.resolve("shards");
  }

  private static Captured done(String line, Object... values) {
    Captured command = Captured.line(line, values);
    assertThat(command.status()).as(command.err()).isZero();
    return command;
  }

  private static JsonNode ok(String line, Object... values) throws IOException {
    Path json = temporary.resolve("printed.json");
    done("knn " + line + " --json " + json, values);
    return new ObjectMapper().readTree(json.toFile());
  }

  private static void refused(String part, String line, Object... values) {
    Captured knn = Captured.line("knn --master local[2] " + line, values);
    assertThat(knn.status()).as(knn.err()).isEqualTo(2);
    assertThat(knn.complaint()).contains(part);
  }

  @Test
  void theValidationSplitIsClassifiedForEveryK() throws IOException {
    JsonNode found = ok("--shards %s --distance L1 --master local[2]", shards());

    assertThat(found.get("distance").asText()).isEqualTo("L1");
    assertThat(found.get("split").asText()).isEqualTo("validation");
    assertThat(found.get("neighbours").findValuesAsText("k"))
        .containsExactly("1", "3", "5", "7", "10", "20", "50", "100");
    double best = 0;
    int bestK = 0;
    for (JsonNode row : found.get("neighbours")) {
      double accuracy = row.get("accuracy").asDouble();
      assertThat(accuracy).isBetween(row.get("low").asDouble(), row.get("high").asDouble());
      if (accuracy > best) {
        best = accuracy;
        bestK = row.get("k").asInt();
      }
    }
    assertThat(found.get("best").asInt()).isEqualTo(bestK).isPositive();
  }

  @Test
  void progressIsSaidOnStandardError() {
    Captured knn = done("knn --shards %s --k 1 --master local[2]", shards());
    assertThat(knn.err()).containsPattern("compared (\\d+) of \\1 queries, \\d+ queries/s");
    assertThat(knn.out()).doesNotContain("compared");
  }

  @Test
  void theNumberOfTasksChangesNothing() throws IOException {
    JsonNode two = ok("--shards %s --k 1,4 --master local[2]", shards());
    JsonNode three = ok("--shards %s --k 1,4 --master local[3]", shards());

    assertThat(three.get("neighbours")).isEqualTo(two.get("neighbours"));
  }

  @Test
  void foldsGiveMeanAndDeviation() throws IOException {
    JsonNode found = ok("--shards %s --k 1,5 --folds 3 --master local[2]", shards());

    assertThat(found.get("split").asText()).isEqualTo("train");
    for (JsonNode row : found.get("neighbours")) {
      assertThat(row.get("accuracies")).hasSize(3);
      assertThat(row.get("deviation").asDouble()).isPositive();
      double sum = 0;
      for (JsonNode accuracy : row.get("accuracies")) {
        sum += accuracy.asDouble();
      }
      assertThat(row.get("mean").asDouble()).isEqualTo(sum / 3);
    }
    assertThat(found.get("best").asInt()).isIn(1, 5);
  }

  @Test
  void imagesArePreprocessedByStatistics() throws IOException {
    Path statistics = temporary.resolve("statistics");
    done("stats --master local[2] --shards %s --output %s --image-size 8", shards(), statistics);

    JsonNode found =
        ok(
            "--master local[2] --shards %s --statistics %s --preprocess %s --k 1",
            shards(), statistics, "centre=image, pca-whiten=20");

    assertThat(found.get("neighbours")).hasSize(1);
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    refused("--k: k ascends", "--shards %s --k 3,1", shards());
    refused("--folds is 0 for none, or 2", "--shards %s --folds 1", shards());
    refused("do not fall into 100000 folds", "--shards %s --folds 100000", shards());
    refused("--preprocess needs", "--shards %s --preprocess unit", shards());
    Path damaged = temporary.resolve("damaged");
    FileUtils.copyDirectory(shards().toFile(), damaged.toFile());
    try (var files = Files.walk(damaged.resolve("validation"))) {
      Path shard = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get();
      Files.write(shard, new byte[3]);
    }
    refused("does not match its manifest", "--shards %s", damaged);
  }
}
