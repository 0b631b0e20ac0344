// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, and what the synthetic images promise. */
class DemoIT {
  @TempDir Path temporary;

  private JsonNode launch(String command, String... more) throws Exception {
    Path json = temporary.resolve(command + ".json");
    String[] arguments = new String[more.length + 7];
    arguments[0] = command;
    arguments[1] = "--master";
    arguments[2] = "local[2]";
    arguments[3] = "--run";
    arguments[4] = temporary.resolve(command).toString();
    arguments[5] = "--json";
    arguments[6] = json.toString();
    System.arraycopy(more, 0, arguments, 7, more.length);
    Script script = Script.run("convoy", arguments);
    assertThat(script.status()).as(script.err()).isZero();
    return read(json);
  }

  private static JsonNode read(Path json) throws IOException {
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  void aSmallConvNetGetsOverNinetyPercentOfTheShapes() throws Exception {
    JsonNode demo = launch("demo");

    assertThat(demo.get("validationAccuracy").asDouble()).isGreaterThan(0.9);
    assertThat(temporary.resolve("demo").resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void aLinearClassifierOnThePixelsStaysUnderFiftyPercent() throws Exception {
    // The best rate of those tried for it; the default is made for the ConvNet.
    JsonNode linear = launch("run", "--model", "softmax", "--learning-rate", "0.0003");

    assertThat(linear.get("validationAccuracy").asDouble()).isBetween(0.1, 0.5);
  }
}
