// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.evaluation.metric.MemberMetrics;
import convoy.preprocessing.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir private Path folder;

  @Test
  void everyAccuracyHasItsInterval() throws IOException {
    // Wilson's interval of 8 out of 10: 0.490 to 0.943 (Brown, Cai and DasGupta, 2001).
    MemberMetrics member =
        new MemberMetrics("best", Split.VALIDATION, 10, 0.8, 1, 0.5, new long[][] {{8, 2}, {0, 0}});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path json = folder.resolve("results.json");

    new Results()
        .addMembers(List.of(member))
        .print(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            json.toString(),
            new Configuration());

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("  name best, split validation, count 10, top1 0.8000, top1Low 0.4902,")
        .contains(" top1High 0.9433, top5 1.0000,");
    JsonNode written = new ObjectMapper().readTree(json.toFile()).get("members").get(0);
    assertThat(written.get("top1Low").asDouble()).isCloseTo(0.49016, Offset.offset(1e-5));
    assertThat(written.get("top1High").asDouble()).isCloseTo(0.94332, Offset.offset(1e-5));
  }
}
