// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.pipeline.bench.FakePeer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTrainCommandTest {
  @TempDir Path temporary;

  @Test
  void ratiosAndTheCostOfARoundArePrintedForEveryPeriod() throws IOException, URISyntaxException {
    Path json = temporary.resolve("printed.json");
    Captured captured =
        Captured.run(
            "bench",
            "train",
            "--master",
            "local[2]",
            "--average-every",
            "2,1",
            "--hidden",
            "8",
            "--batch",
            "4",
            "--steps",
            "3",
            "--warm-ups",
            "1",
            "--repeats",
            "1",
            "--peer-seconds",
            "1",
            "--pytorch",
            FakePeer.jar(temporary).toString(),
            "--json",
            json.toString());
    assertThat(captured.status()).as(captured.err()).isZero();

    JsonNode found = new ObjectMapper().readTree(json.toFile());
    assertThat(found.get("workers").asInt()).isEqualTo(2);
    // 32, 32, 64 and 64 filters of 3 x 3, 8 units on 64 x 8 x 8, 10 classes; biases with each.
    assertThat(found.get("parameters").asInt())
        .isEqualTo(28 * 32 + 289 * 32 + 289 * 64 + 577 * 64 + 4097 * 8 + 9 * 10);
    assertThat(found.get("replicasAloneImagesPerSecond").asDouble()).isPositive();
    assertThat(found.get("averaging").findValuesAsText("averageEvery")).containsExactly("2", "1");
    for (JsonNode row : found.get("averaging")) {
      assertThat(row.get("ratio").asDouble()).isPositive();
      assertThat(row.get("sparkPeerRatio").asDouble())
          .isEqualTo(
              row.get("imagesPerSecond").asDouble()
                  / row.get("sparkPeerImagesPerSecond").asDouble());
      assertThat(row.get("broadcastMillis").asDouble()).isPositive();
      assertThat(row.get("leastOwnMillis").asDouble())
          .isPositive()
          .isLessThanOrEqualTo(row.get("ownMillis").asDouble());
    }
    JsonNode last = found.get("averaging").get(1);
    double roundMillis =
        Stream.of(
                "computeMillis", "broadcastMillis", "loadMillis", "collectMillis", "averageMillis")
            .mapToDouble(part -> last.get(part).asDouble())
            .sum();
    assertThat(found.get("lookShare").asDouble())
        .isCloseTo(
            found.get("lookMillis").asDouble() / (100 * roundMillis), withinPercentage(0.001));
    assertThat(captured.out()).contains("averaging every 1, layers looked at once in 100 local");
    assertThat(found.get("peerImagesPerSecond").asDouble()).isPositive();
    assertThat(found.get("peerRatio").asDouble()).isPositive();
    assertThat(captured.out()).contains("peerRatioOf: averaging every 2");
    assertThat(found.get("pytorchThreads").asInt()).isBetween(1, 2);
    assertThat(found.get("pytorchImagesPerSecond").asDouble())
        .isEqualTo(FakePeer.IMAGES_PER_SECOND);
    assertThat(found.get("pytorchRatio").asDouble())
        .isEqualTo(
            found.get("averaging").get(0).get("imagesPerSecond").asDouble()
                / FakePeer.IMAGES_PER_SECOND);
    assertThat(captured.out()).contains("pytorchRatioOf: averaging every 2");
  }

  @Test
  void aPeriodLongerThanAMeasurementIsRefused() {
    Captured captured = Captured.run("bench", "train", "--steps", "8");

    assertThat(captured.status()).isEqualTo(2);
    assertThat(captured.complaint()).contains("--average-every").contains("1 to --steps, 8");
  }

  @Test
  void aPyTorchJarThatWasNotBuiltIsRefusedBeforeAnythingIsMeasured() {
    Captured captured = Captured.run("bench", "train", "--pytorch", "not/built.jar");

    assertThat(captured.status()).isEqualTo(2);
    assertThat(captured.complaint()).contains("not/built.jar").contains("pipeline/benchmarks");
  }
}
