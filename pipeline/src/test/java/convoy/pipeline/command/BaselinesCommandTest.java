// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linear classifiers from the command line: the support vector machine, and the baselines. */
class BaselinesCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SMALL = " --batch 16 --set train.averageEvery=4 --master local[2]";

  @TempDir static Path temporary;

  @BeforeAll
  static void trainOnce() {
    ok(
        "run --source synthetic:train=600,test=20,seed=1 --image-size 8 --seed 5 --model two-layer"
            + " --set model.hidden=8 --epochs 1 --run %s"
            + SMALL,
        at("trained"));
  }

  private static Path at(String name) {
    return temporary.resolve(name);
  }

  private static Captured ok(String line, Object... values) {
    Captured done = Captured.line(line, values);
    assertThat(done.status()).as(done.err()).isZero();
    return done;
  }

  private static String digest(Path folder) {
    return ok("digest %s", folder).out().strip();
  }

  private static JsonNode members(Path file) throws IOException {
    return JSON.readTree(file.toFile()).get("members");
  }

  private static List<String> column(Path folder, int column) throws IOException {
    return Files.readAllLines(folder.resolve("history.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1)[column])
        .toList();
  }

  @Test
  void aSupportVectorMachineIsTrainedJudgedAndReported() throws IOException {
    Path svm = at("svm");
    ok(
        "train --shards %s --statistics %s --model svm --epochs 2 --learning-rate 0.01 --run %s"
            + SMALL,
        at("trained/shards"),
        at("trained/statistics"),
        svm);
    ok("evaluate %s --master local[2]", svm);
    Captured reported = ok("report %s", svm);

    assertThat(reported.err()).doesNotContain("Exception");
    assertThat(JSON.readTree(svm.resolve("provenance.json").toFile()).get("loss").asText())
        .isEqualTo("multiclass hinge");
    assertLossFalls(svm);
    // An accuracy, but no cross-entropy that meant anything.
    assertThat(column(svm, 9)).last().asString().isNotEmpty();
    assertThat(column(svm, 10)).containsOnly("");
    JsonNode members = members(svm.resolve("metrics.json"));
    assertThat(members.findValuesAsText("name")).contains("best", "last", "running average");
    assertThat(members.findValues("crossEntropy")).isEmpty();
    assertThat(members.findValues("calibration")).isEmpty();
    assertThat(members.findValuesAsText("top1").subList(0, 2))
        .containsExactly(bestAccuracy(svm), last(column(svm, 9)));
    assertThat(svm.resolve("report.html"))
        .content()
        .contains("multiclass hinge", "Loss by round", ">loss</text>")
        .doesNotContain(">loss, nats<");
  }

  private static void assertLossFalls(Path folder) throws IOException {
    List<String> losses = column(folder, 6);
    assertThat(Double.parseDouble(last(losses))).isLessThan(Double.parseDouble(losses.get(0)));
  }

  private static String last(List<String> fields) {
    return fields.get(fields.size() - 1);
  }

  private static String bestAccuracy(Path folder) throws IOException {
    return column(folder, 9).stream()
        .filter(accuracy -> !accuracy.isEmpty())
        .max(Comparator.comparingDouble(Double::parseDouble))
        .orElseThrow();
  }

  @Test
  void aNetworkWithProbabilitiesKeepsItsValidationLoss() throws IOException {
    assertThat(last(column(at("trained"), 10))).isNotEmpty();
    assertThat(JSON.readTree(at("trained/provenance.json").toFile()).get("loss").asText())
        .isEqualTo("cross-entropy");
  }

  @Test
  void baselinesAreRunsOfTheirOwnBesideTheRun() throws IOException {
    String before = digest(at("trained"));
    Path json = at("printed.json");

    Captured baselines = ok("baselines %s --json %s --master local[2]", at("trained"), json);

    assertThat(digest(at("trained"))).isEqualTo(before);
    assertThat(at("trained/test-readings.csv")).doesNotExist();
    JsonNode rows = members(at("trained/baselines.json"));
    assertThat(rows.findValuesAsText("name")).containsExactly("linear softmax", "linear SVM");
    assertThat(rows.findValuesAsText("split")).containsOnly("validation");
    JsonNode printed = JSON.readTree(json.toFile()).get("baselines");
    assertThat(baselines.out()).contains("name linear SVM, split validation, accuracy ");
    for (int i = 0; i < rows.size(); i++) {
      double top1 = rows.get(i).get("top1").asDouble();
      assertThat(printed.get(i).get("accuracy").asDouble()).isEqualTo(top1);
      assertThat(top1)
          .isBetween(printed.get(i).get("low").asDouble(), printed.get(i).get("high").asDouble());
      Path folder = baseline(i);
      assertThat(folder.resolve("config.conf"))
          .content()
          .contains("seed = 5", "epochs = 3", "imageSize = 8");
      assertLossFalls(folder);
      assertThat(rows.get(i).get("top1").asText()).isEqualTo(last(column(folder, 9)));
    }

    ok("report %s", at("trained"));
    assertThat(at("trained/report.html")).content().contains("<dt>linear SVM</dt>");
    assertThat(at("trained/report.json")).content().contains("\"linear softmax\"");

    // Settings change both, and take the place of what is there.
    ok(
        "baselines %s --set train.epochs=1 --set evaluate.on=train --master local[2]",
        at("trained"));
    assertThat(members(at("trained/baselines.json")).findValuesAsText("split"))
        .containsExactly("train", "train");
    assertThat(column(baseline(0), 0)).containsOnly("1");
    assertThat(column(baseline(1), 0)).containsOnly("1");
  }

  private static Path baseline(int row) {
    return at("trained/baselines").resolve(List.of("softmax", "svm").get(row));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    Captured model =
        Captured.line("baselines %s --set model.name=two-layer --master local[2]", at("trained"));
    assertThat(model.status()).isEqualTo(2);
    assertThat(model.complaint()).contains("a baseline is a linear classifier");
    Captured nothing = Captured.line("baselines %s --master local[2]", at("nothing"));
    assertThat(nothing.status()).isEqualTo(2);
    assertThat(nothing.complaint()).contains("is not a run folder");
  }
}
