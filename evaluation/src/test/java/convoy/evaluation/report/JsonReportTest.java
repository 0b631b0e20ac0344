// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.evaluation.metric.MetricsFile;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonReportTest {
  private static final Offset<Double> ROUNDED = Offset.offset(5e-5);

  /** Read strictly: NaN is not JSON. */
  private static JsonNode json(RunReport report) {
    try {
      return new ObjectMapper().readTree(JsonReport.render(report));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theAnswerIsThatOfThePage() {
    JsonNode answer = json(FakeRun.cifar10()).get("answer");

    assertThat(answer.get("member").asText()).isEqualTo("running-average");
    assertThat(answer.get("split").asText()).isEqualTo("test");
    assertThat(answer.get("chosenOn").asText()).isEqualTo("validation");
    assertThat(answer.get("top1").asDouble()).isCloseTo(0.931, ROUNDED);
    assertThat(answer.get("top1Low").asDouble()).isCloseTo(0.9259, ROUNDED);
    assertThat(answer.get("top1High").asDouble()).isCloseTo(0.9358, ROUNDED);
    assertThat(answer.get("majority").asDouble()).isCloseTo(0.1, ROUNDED);
    assertThat(answer.get("chance").asDouble()).isEqualTo(0.1);
    assertThat(answer.get("testReadings").asInt()).isEqualTo(1);
  }

  @Test
  void everyPartOfThePageIsThere() {
    RunReport report = FakeRun.cifar10();
    JsonNode json = json(report);

    assertThat(MetricsFile.parse("{\"members\": %s}".formatted(json.get("members")), "here"))
        .usingRecursiveComparison()
        .isEqualTo(report.results().members());
    assertThat(json.at("/classes/3/name").asText()).isEqualTo("cat");
    assertThat(json.at("/classes/3/recall").asDouble()).isCloseTo(0.851, ROUNDED);
    assertThat(json.at("/macro/f1").asDouble()).isCloseTo(0.9311, ROUNDED);
    assertThat(json.at("/fit/epoch").asInt()).isEqualTo(40);
    assertThat(json.at("/fit/gap").asDouble()).isCloseTo(0.0444, ROUNDED);
    assertThat(json.get("history")).hasSize(1_000);
    assertThat(json.at("/history/0/dataLoss").asDouble())
        .isEqualTo(report.training().history().get(0).dataLoss());
    assertThat(json.at("/history/0/cost/computeMillis").asDouble()).isPositive();
    assertThat(json.get("layers")).hasSize(report.training().samples().layers().size());
    assertThat(json.get("workers")).hasSize(report.training().samples().workers().size());
    assertThat(
            new ObjectMapper()
                .convertValue(json.get("provenance"), new TypeReference<Map<String, String>>() {}))
        .isEqualTo(report.origin().provenance());
    assertThat(json.at("/phaseSeconds/train").asDouble()).isEqualTo(2_148);
  }

  @Test
  void whatWasNotMeasuredIsLeftOut() {
    JsonNode json = json(FakeRun.ofHistory(FakeRounds.trained(1, 1, 10, 0.5)));

    assertThat(json.at("/history/0").has("trainingAccuracy")).isTrue();
    assertThat(json.at("/history/0").has("validationAccuracy")).isFalse();
    assertThat(json.has("answer")).isFalse();
    assertThat(json.has("fit")).isFalse();
    assertThat(json.get("members")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("convoy.evaluation.report.HtmlReportTest#reports")
  void whateverIsMissingItIsJson(RunReport report) {
    assertThat(json(report).get("title").asText()).isEqualTo(report.origin().title());
    assertThat(JsonReport.render(report)).doesNotContain("NaN", "Infinity").endsWith("}\n");
  }
}
