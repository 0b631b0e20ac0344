// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchEvaluateCommandTest {
  @TempDir Path temporary;

  /** 300 images are two minibatches and a partial one, which two tasks share. */
  @Test
  void anEvaluationReadsEachImageOnceWhateverTheNumberOfMembers() throws IOException {
    Path json = temporary.resolve("bench.json");
    Captured bench =
        Captured.line(
            "bench evaluate --members 3 --images 300 --repeats 1 --master local[2] --json %s",
            json);

    assertThat(bench.status()).as(bench.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(json.toFile());
    assertThat(found.get("imagesRead").asInt()).isEqualTo(300);
    assertThat(found.get("ratio").asDouble())
        .isEqualTo(found.get("seconds").asDouble() / found.get("forwardSeconds").asDouble());
    assertThat(bench.err()).contains("warm-up: evaluation", "measurement 1: evaluation");
  }

  @Test
  void aNumberThatMakesNoSenseIsRefused() {
    Captured bench = Captured.line("bench evaluate --members 0");

    assertThat(bench.status()).isEqualTo(2);
    assertThat(bench.complaint()).contains("--members");
  }
}
