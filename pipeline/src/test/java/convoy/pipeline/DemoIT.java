// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, and what the synthetic images promise. */
class DemoIT {
  @TempDir static Path temporary;

  private static JsonNode demo;

  @BeforeAll
  static void runTheDemo() throws Exception {
    demo = launch("demo", "demo");
  }

  private static JsonNode launch(String command, String run, String... more) throws Exception {
    Path json = temporary.resolve(run + ".json");
    List<String> arguments = new ArrayList<>(List.of(command, "--master", "local[2]"));
    arguments.addAll(List.of("--run", temporary.resolve(run).toString()));
    arguments.addAll(List.of("--json", json.toString()));
    arguments.addAll(List.of(more));
    Script script =
        Script.run(RunningScript.SHORT_LIVED, "convoy", arguments.toArray(String[]::new));
    assertThat(script.status()).as(script.err()).isZero();
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  void aSmallConvNetGetsOverNinetyPercentOfTheShapes() {
    assertThat(demo.get("validationAccuracy").asDouble()).isGreaterThan(0.9);
    assertThat(temporary.resolve("demo").resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void aLinearClassifierOnThePixelsStaysUnderFiftyPercent() throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--model", "softmax"));
    arguments.addAll(List.of("--shards", temporary.resolve("demo").resolve("shards").toString()));
    arguments.addAll(
        List.of("--statistics", temporary.resolve("demo").resolve("statistics").toString()));
    // The best rate of those tried for it; the default is made for the ConvNet.
    arguments.addAll(List.of("--learning-rate", "0.0003"));
    JsonNode linear = launch("train", "linear", arguments.toArray(String[]::new));

    assertThat(linear.get("validationAccuracy").asDouble()).isBetween(0.1, 0.5);
  }
}
