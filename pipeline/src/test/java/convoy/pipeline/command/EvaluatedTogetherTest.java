// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run's checkpoints are made into, and what several runs are together. */
class EvaluatedTogetherTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SMALL =
      " --image-size 8 --batch 16 --average-every 4 --master local[2]";
  private static final String DATA = "run --source synthetic:train=600,test=20,seed=1 --run %s";

  @TempDir static Path temporary;

  @BeforeAll
  static void trainOnce() {
    ok(DATA + " --model two-layer --set model.hidden=8 --epochs 3" + SMALL, at("trained"));
    train("linear", "--model softmax");
    train("other", "--model softmax --seed 9");
    train("scores", "--model svm --learning-rate 0.01");
  }

  private static void train(String name, String settings) {
    ok(
        "train --shards %s --statistics %s --run %s --epochs 1 --batch 16 --master local[2] "
            + settings,
        at("trained/shards"),
        at("trained/statistics"),
        at(name));
  }

  private static Path at(String name) {
    return temporary.resolve(name);
  }

  private static Captured ok(String line, Object... values) {
    Captured done = Captured.line(line, values);
    assertThat(done.status()).as(done.err()).isZero();
    return done;
  }

  /** The members by their names, as they were measured on validation. */
  private static Map<String, JsonNode> evaluated(String more, Object... values) throws IOException {
    ok("evaluate " + at("trained") + " --master local[2] " + more, values);
    Map<String, JsonNode> members = new LinkedHashMap<>();
    for (JsonNode member : JSON.readTree(at("trained/metrics.json").toFile()).get("members")) {
      if (member.get("split").asText().equals("validation")) {
        members.put(member.get("name").asText(), member);
      }
    }
    return members;
  }

  private static String refused(String more, Object... values) {
    Captured done = Captured.line("evaluate " + at("trained") + " " + more, values);
    assertThat(done.status()).as(done.err()).isEqualTo(2);
    return done.complaint();
  }

  @Test
  void soupsOfTheBestCheckpointsCostNoMoreThanOne() throws IOException {
    Map<String, JsonNode> members = evaluated("");

    JsonNode uniform = members.get("uniform soup");
    assertThat(uniform.get("checkpoints")).isEqualTo(members.get("ensemble").get("checkpoints"));
    assertThat(uniform.get("ensemble").get("parts").asInt()).isEqualTo(3);
    assertThat(uniform.get("ensemble").get("chosen").asBoolean()).isFalse();
    long parameters = uniform.get("ensemble").get("parameters").asLong();
    assertThat(members.get("ensemble").get("ensemble").get("parameters").asLong())
        .isEqualTo(3 * parameters);
    JsonNode greedy = members.get("greedy soup");
    assertThat(greedy.get("ensemble").get("chosen").asBoolean()).isTrue();
    // It begins as the best checkpoint, and nothing goes in that makes it worse.
    assertThat(greedy.get("top1").asDouble())
        .isGreaterThanOrEqualTo(members.get("best").get("top1").asDouble());

    assertThat(evaluated("--set evaluate.soup=uniform"))
        .containsKey("uniform soup")
        .doesNotContainKey("greedy soup");
  }

  @Test
  void imagesForTheStatisticsOfSoupsAreDecodedOnce() {
    ok(
        "train --shards %s --statistics %s --run %s --epochs 3 --batch 16 --master local[2]"
            + " --model convnet --set model.batchNorm=true",
        "failing:" + at("trained/shards"), at("trained/statistics"), at("normalized"));
    String evaluate = "evaluate %s --master local[2] --set evaluate.soup=";
    FailingDisk.opened("");
    ok(evaluate + "none", at("normalized"));
    long forAverages = FailingDisk.opened("/shards/train/");
    ok(evaluate + "greedy", at("normalized"));

    assertThat(FailingDisk.opened("/shards/train/")).isEqualTo(forAverages).isPositive();
  }

  @Test
  void aRunOfAnotherModelIsJudgedBesideTheRun() throws IOException {
    Path alone = at("linear.json");
    ok("evaluate %s --master local[2] --json %s", at("linear"), alone);
    JsonNode best = JSON.readTree(at("linear/metrics.json").toFile()).get("members").get(0);

    Map<String, JsonNode> members = evaluated("--with %s", at("linear"));

    JsonNode beside = members.get("best of " + at("linear"));
    assertThat(beside.get("top1")).isEqualTo(best.get("top1"));
    assertThat(beside.get("crossEntropy")).isEqualTo(best.get("crossEntropy"));
    JsonNode together = members.get("ensemble of runs");
    assertThat(together.get("checkpoints")).hasSize(2);
    // 8 x 8 x 3 pixels: 8 hidden units and 10 classes, and a linear classifier beside them.
    assertThat(together.get("ensemble").get("parameters").asLong())
        .isEqualTo(192 * 8 + 8 + 8 * 10 + 10 + 192 * 10 + 10);

    assertThat(evaluated("--with %s --top 1", at("linear")))
        .containsKey("best of " + at("linear"))
        .doesNotContainKey("ensemble of runs");
    JsonNode two =
        evaluated("--with %s --with %s --top 2", at("linear"), at("other")).get("ensemble of runs");
    assertThat(two.get("ensemble").get("chosen").asBoolean()).isTrue();
    assertThat(together.get("ensemble").get("chosen").asBoolean()).isFalse();
  }

  @Test
  void whatAnotherRunBringsIsMarkedAndReadingTheTestSplitIsOnItsRecordToo() throws IOException {
    Map<String, JsonNode> members = evaluated("--on test --with %s", at("linear"));

    for (String others : List.of("best of " + at("linear"), "ensemble of runs")) {
      assertThat(members.get(others).get("ofOtherRuns").asBoolean()).isTrue();
    }
    assertThat(members.get("best").has("ofOtherRuns")).isFalse();
    assertThat(Files.readAllLines(at("linear/test-readings.csv"))).hasSize(2);
    assertThat(at("other/test-readings.csv")).doesNotExist();
  }

  @Test
  void aDamagedMeasurementIsNamedAndNoStackTraceIsPrinted() throws IOException {
    evaluated("--with %s", at("linear"));
    String report = "report " + at("trained");
    String compare = "report --compare %s %s".formatted(at("trained"), at("linear"));
    assertNamed("metrics.json", "\"parts\" : 2", "\"parts\" : \"2\"", "ensemble.parts", compare);
    assertNamed("metrics.json", "\"growth\"", "\"shrink\"", "no 'growth'", report);
    assertNamed("mistakes.json", "\"label\" : ", "\"label\" : -1", "mistakes[0].mistake", report);
    assertNamed("mistakes.json", "\"split\"", "\"slpit\"", "'split'", report);
    assertNamed("mistakes.json", "\"height\" : 8", "\"height\" : \"8\"", "shape.height", report);
    assertNamed("mistakes.json", "\"height\" : 8", "\"height\" : 9", "[0].pixels", report);
    assertNamed("mistakes.json", "\"validation\"", "\"dev\"", "split is 'dev'", report);
    assertNamed("mistakes.json", "\"shape\" : {", "\"shape\" : null, \"x\" : {", "shape", report);
    String whole = Files.readString(at("trained/mistakes.json"));
    for (int part = 0; part < 9; part++) {
      String cut = whole.substring(0, whole.length() * part / 9);
      assertNamed("mistakes.json", whole, cut, "convoy evaluate", report);
    }
  }

  /** Writes a file with something else in it, says what a command complains of, and mends it. */
  private static void assertNamed(
      String name, String old, String replacement, String complaint, String line)
      throws IOException {
    Path file = at("trained").resolve(name);
    String whole = Files.readString(file);
    assertThat(whole).contains(old);
    // Else nobody would look further than the checksum that Hadoop keeps beside the file.
    Files.deleteIfExists(file.resolveSibling("." + name + ".crc"));
    Files.writeString(file, whole.replace(old, replacement));
    Captured done = Captured.line(line);
    Files.writeString(file, whole);
    assertThat(done.status()).as(done.err()).isEqualTo(2);
    assertThat(done.complaint())
        .contains(file.toString(), complaint, "convoy evaluate")
        .hasLineCount(1);
    assertThat(done.err()).doesNotContain("\tat ");
  }

  @Test
  void whatCannotBeJudgedTogetherIsRefused() {
    ok(
        "run --source synthetic:train=100,test=20,seed=2 --run %s --model softmax --epochs 1"
            + SMALL,
        at("elsewhere"));

    assertThat(refused("--with %s", at("trained"))).contains("judged twice");
    assertThat(refused("--with %s", at("scores"))).contains("model svm");
    assertThat(refused("--with %s", at("elsewhere"))).contains("another train split");
    assertThat(refused("--with %s", at("nowhere"))).contains("not a run folder");
    assertThat(refused("--top 2")).contains("--with");
    assertThat(refused("--top 0 --with %s", at("linear"))).contains("--top 0");
  }
}
