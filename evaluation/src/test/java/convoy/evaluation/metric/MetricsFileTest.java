// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsFileTest {
  private static final String FILE = "runs/a/metrics.json";

  private static final MemberMetrics FINAL =
      new MemberMetrics(
          "final \"é\" </script>",
          Split.TEST,
          3,
          2.0 / 3,
          1,
          0.1 + 0.2,
          new long[][] {{2, 0}, {1, 0}},
          List.of("epoch-0002-val-0.6667"),
          Optional.empty(),
          Optional.empty(),
          false);
  private static final MemberMetrics EMPTY =
      MemberMetrics.of("average", Split.VALIDATION, ClassificationMetrics.zero(2));

  @Test
  void whatIsWrittenIsReadToTheLastBit() {
    List<MemberMetrics> members = List.of(FINAL, EMPTY, FINAL.named("best of other").beside());

    assertThat(MetricsFile.parse(MetricsFile.toJson(members), FILE))
        .usingRecursiveComparison()
        .isEqualTo(members);
    assertThat(MetricsFile.parse(MetricsFile.toJson(List.of()), FILE)).isEmpty();
  }

  @Test
  void theKeysAreTheDocumentedOnes() throws Exception {
    JsonNode top = new ObjectMapper().readTree(MetricsFile.toJson(List.of(FINAL)));

    assertThat(top.fieldNames()).toIterable().containsExactly("members");
    assertThat(top.get("members").get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "name", "split", "count", "top1", "top5", "crossEntropy", "checkpoints", "confusion");
    assertThat(top.at("/members/0/split").textValue()).isEqualTo("test");
    assertThat(top.at("/members/0/confusion/1/0").longValue()).isEqualTo(1);
  }

  @Test
  void aMemberWithoutExamplesIsZerosAndNotNaN() {
    String json = MetricsFile.toJson(List.of(EMPTY));

    assertThat(json).contains("\"count\" : 0", "\"top1\" : 0.0").doesNotContain("NaN", "null");
  }

  private static MemberMetrics counted(boolean probabilistic) {
    MemberCounts counts = MemberCounts.zero(2, probabilistic, 0);
    counts.add(new float[] {0.3f, 0.7f}, 0, 1, 1);
    counts.add(new float[] {Float.NaN, 0.7f}, 0, 2, 1);
    return MemberMetrics.of("counted", Split.VALIDATION, counts);
  }

  @Test
  void calibrationIsWrittenAndReadToTheLastBit() {
    MemberMetrics member = counted(true);

    assertThat(member.calibration().orElseThrow().bins()).hasSize(15);
    assertThat(member.calibration().orElseThrow().expectedError()).isCloseTo(0.3, within(1e-6));
    assertThat(MetricsFile.parse(MetricsFile.toJson(List.of(member)), FILE))
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class)
        .isEqualTo(List.of(member));
  }

  @Test
  void whatAnEnsembleGainsIsWrittenAndReadToTheLastBit() {
    PairedCounts against = PairedCounts.zero().add(0, 0, 1).add(1, 1, 1).add(1, 0, 2);
    MemberMetrics known =
        FINAL.gaining(
            new EnsembleMetrics(
                true, 5, "b\"est", against, 0.1, 0.1 + 0.2, 7, 1e3, List.of(0.5, 2.0 / 3)));
    MemberMetrics unknown =
        EMPTY.gaining(
            new EnsembleMetrics(
                false,
                1,
                "best",
                PairedCounts.zero(),
                Double.NaN,
                Double.NaN,
                7,
                Double.NaN,
                List.of()));
    String json = MetricsFile.toJson(List.of(known, unknown));

    assertThat(json).contains("\"gainLow\"", "\"pValue\"").doesNotContain("NaN");
    assertThat(MetricsFile.parse(json, FILE))
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class)
        .isEqualTo(List.of(known, unknown));
    assertThatThrownBy(
            () -> MetricsFile.parse(json.replace("\"differ\" : 2", "\"differ\" : 9"), FILE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("of which 9 differ");
  }

  private static String damaged(String old, String replacement) {
    PairedCounts against = PairedCounts.zero().add(0, 0, 1).add(1, 1, 1).add(1, 0, 2);
    EnsembleMetrics ensemble =
        new EnsembleMetrics(true, 5, "best", against, 0.1, 0.3, 7, 1e3, List.of(0.5, 0.75));
    String json = MetricsFile.toJson(List.of(counted(true).gaining(ensemble)));
    assertThat(json).contains(old);
    return json.replace(old, replacement);
  }

  @Test
  void aDamagedEnsembleIsNamedByItsField() {
    String at = "members[0].ensemble";
    assertRefused(
        damaged("\"parts\" : 5", "\"parts\" : 99999999999"), at + ".parts is 99999999999");
    assertRefused(damaged("\"parts\" : 5", "\"parts\" : 0"), at + ".parts is 0");
    assertRefused(damaged("\"parts\" : 5", "\"parts\" : null"), at + ".parts is null");
    assertRefused(damaged("\"chosen\" : true", "\"chosen\" : \"yes\""), at + ".chosen");
    assertRefused(damaged("\"best\" : \"best\"", "\"best\" : 3"), at + ".best is 3");
    assertRefused(damaged("\"bothRight\" : 1", "\"bothRight\" : -1"), at + ".bothRight is -1");
    assertRefused(damaged("\"bothWrong\"", "\"renamed\""), at + " has no 'bothWrong'");
    assertRefused(damaged("\"bothWrong\" : 1", "\"bothWrong\" : 9223372036854775807"), "overflow");
    assertRefused(
        damaged("\"growth\" : [ 0.5, 0.75 ]", "\"growth\" : [ 0.5, \"x\" ]"), at + ".growth[1]");
    assertRefused(damaged("[ 0.5, 0.75 ]", "[ 0.5, 75 ]"), "growth is 75.0; legal: 0 to 1");
    assertRefused(damaged("[ 0.5, 0.75 ]", "0.5"), at + ".growth is 0.5, not a list");
    assertRefused(damaged("\"disagreement\" : 0.1", "\"disagreement\" : -1"), "disagreement is");
    assertRefused(damaged("\"yulesQ\" : 0.3", "\"yulesQ\" : 1e999"), at + ".yulesQ");
    assertRefused(damaged("\"parameters\" : 7", "\"parameters\" : -7"), at + ".parameters is -7");
    assertRefused(damaged("\"ensemble\" : {", "\"ensemble\" : [], \"other\" : {"), at + " has no");
    assertRefused(damaged("\"hits\" : 1", "\"hits\" : -1"), "members[0].calibration.bins[");
    assertRefused(
        damaged("\"checkpoints\" : [ ]", "\"checkpoints\" : [ 7 ]"), "checkpoints[0] is 7");
  }

  @Test
  void whereverAFileIsCutItIsRefused() {
    String json = damaged("\"parts\"", "\"parts\"").strip();
    for (int length = 0; length < json.length(); length += 7) {
      assertRefused(json.substring(0, length), FILE);
    }
  }

  @Test
  void whatAreNoProbabilitiesHaveNoScoresOfThem() {
    MemberMetrics votes = counted(false);
    String json = MetricsFile.toJson(List.of(votes));

    assertThat(json)
        .contains("\"top1\" : 0.5")
        .doesNotContain("crossEntropy", "calibration", "NaN");
    assertThat(MetricsFile.parse(json, FILE))
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class)
        .isEqualTo(List.of(votes));
  }

  @Test
  void unknownKeysArePassedOver() {
    String json = MetricsFile.toJson(List.of(FINAL)).replace("\"count\"", "\"new\":[1],\"count\"");

    assertThat(MetricsFile.parse(json, FILE)).hasSize(1);
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() {
    assertRefused("{\"members\":", "not JSON");
    assertRefused("", "has no 'members'");
    assertRefused("[]", "has no 'members'");
    assertRefused("{\"members\":{}}", "members is {}, not a list");
    assertRefused(without("\"top5\""), "members[0] has no 'top5'");
    assertRefused(with("\"top1\" : 0.6666666666666666", "\"top1\" : 1.5"), "top1 is 1.5");
    assertRefused(with("\"top1\" : 0.6666666666666666", "\"top1\" : \"x\""), "not a finite number");
    assertRefused(with("\"top1\" : 0.6666666666666666", "\"top1\" : 1e999"), "top1 is");
    assertRefused(with("\"count\" : 3", "\"count\" : 2.5"), "members[0].count is 2.5");
    assertRefused(with("\"count\" : 3", "\"count\" : 2"), "sum of confusion is 3");
    assertRefused(with("\"test\"", "\"dev\""), "unknown split 'dev'; known: train, validation");
    assertRefused(with("[ 2, 0 ]", "[ 2 ]"), "a row of confusion is 1; legal: square");
    assertRefused(with("[ 2, 0 ]", "7"), "confusion[0] is 7, not a list");
    assertRefused(with("[ 2, 0 ]", "[ 2, null ]"), "null, not an integer");
    assertRefused(with("[ 2, 0 ]", "[ -2, 0 ]"), "a cell of confusion is -2");
  }

  private static String without(String key) {
    return with(key, "\"renamed\"");
  }

  private static String with(String old, String replacement) {
    String json = MetricsFile.toJson(List.of(FINAL));
    assertThat(json).contains(old);
    return json.replace(old, replacement);
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> MetricsFile.parse(json, FILE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(FILE)
        .hasMessageContaining(message);
  }
}
