// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The course's case study on features: what a linear classifier cannot tell apart, one hidden layer
 * can (course notes, "Putting it together: Minimal Neural Network Case Study").
 */
class SpiralRunTest {
  @TempDir static Path temporary;

  private static Captured run(String name, String model, String... more) {
    return with(List.of("run", "--source", "spiral:points=200"), name, model, more);
  }

  private static Captured with(List<String> command, String name, String model, String... more) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--model", model, "--run", temporary.resolve(name).toString()));
    arguments.addAll(
        List.of("--set", "model.hidden=100", "--set", "model.dropout=0", "--workers", "2"));
    arguments.addAll(List.of("--batch", "10", "--set", "train.averageEvery=100"));
    arguments.addAll(List.of("--set", "train.learningRate.initial=0.1"));
    arguments.addAll(List.of("--schedule", "step factor=0.2 every=6"));
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  @BeforeAll
  static void train() {
    Captured run = run("two-layer", "two-layer", "--master", "local[2]", "--epochs", "8");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("after epoch 8 validation accuracy");
  }

  private static double top1(String name) throws IOException {
    String folder = temporary.resolve(name).toString();
    Captured evaluate = Captured.run("evaluate", folder, "--on", "train", "--master", "local[2]");
    assertThat(evaluate.status()).as(evaluate.err()).isZero();
    JsonNode members =
        new ObjectMapper().readTree(Path.of(folder, "metrics.json").toFile()).get("members");
    assertThat(members.get(0).get("split").asText()).isEqualTo("train");
    return members.get(0).get("top1").asDouble();
  }

  @Test
  void oneHiddenLayerLearnsTheSpiral() throws IOException {
    assertThat(top1("two-layer")).isGreaterThan(0.95);
  }

  @Test
  void featuresArePredictedOfShardsAlone() throws IOException {
    Path run = temporary.resolve("two-layer");
    Path output = temporary.resolve("predicted");
    String line = "predict %s --input %s --output %s --split train --master local[2]";
    Captured done = Captured.line(line, run, run.resolve("shards"), output);
    assertThat(done.status()).as(done.err()).isZero();

    // id, label, predicted and so on; no name of a class has a comma.
    List<String[]> rows =
        Files.readAllLines(output.resolve("predictions-00000.csv")).stream()
            .skip(1)
            .map(row -> row.split(",", -1))
            .toList();
    long right = rows.stream().filter(row -> row[1].equals(row[2])).count();
    assertThat((double) right / rows.size()).isEqualTo(top1("two-layer"));

    Path folder = Files.createDirectories(temporary.resolve("images"));
    Captured refused =
        Captured.line("predict %s --input %s --output %s", run, folder, temporary.resolve("no"));
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.complaint()).contains("float32 features", "nothing of image files");
  }

  /** Trains on the shards and statistics that are there. */
  private static Captured train(String name, String model, String... more) {
    String data = temporary.resolve("two-layer").toString();
    List<String> train =
        List.of("train", "--shards", data + "/shards", "--statistics", data + "/statistics");
    Captured run = with(train, name, model, more);
    assertThat(run.status()).as(run.err()).isZero();
    return run;
  }

  @Test
  void aLinearClassifierCannot() throws IOException {
    train("softmax", "softmax", "--master", "local[2]", "--epochs", "2");
    assertThat(top1("softmax")).isBetween(0.4, 0.65);
  }

  @Test
  void whoSetsOutToMoveNothingIsWarnedThatNothingWasLearnt() {
    String[] still = {"--master", "local[2]", "--epochs", "1", "--learning-rate", "1e-12"};
    assertThat(train("still", "two-layer", still).err())
        .contains("after epoch 1 validation accuracy is", "no better than a guess");
  }

  @Test
  void theSameOnOneCoreGivesTheSameParameters() {
    Captured again = run("again", "two-layer", "--master", "local[1]", "--epochs", "8");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(digest("again")).isEqualTo(digest("two-layer")).hasSize(64);
  }

  private static String digest(String name) {
    return Captured.run("digest", temporary.resolve(name).toString()).out().strip();
  }

  @Test
  void theReportShowsNumbersInsteadOfPictures() {
    Captured report = Captured.run("report", temporary.resolve("two-layer").toString());
    assertThat(report.status()).as(report.err()).isZero();
    assertThat(temporary.resolve("two-layer").resolve("report.html"))
        .content()
        .contains("<section id=\"preprocessing\">", "lists of 2 features, no images")
        .contains("Eigenvalues of the covariance")
        .doesNotContain("Mean image", "<section id=\"filters\">", "NaN");
  }

  @Test
  void aModelThatConvolvesIsRefusedBeforeAnythingIsWritten() {
    Captured convnet = run("convnet", "convnet", "--master", "local[1]");
    refused(convnet, "model.name = convnet convolves images", "take --model softmax or two-layer");
    assertThat(temporary.resolve("convnet").resolve("shards")).doesNotExist();
  }

  @Test
  void whatIsDoneToImagesAloneIsRefused() {
    refused(
        run("flip", "softmax", "--augment", "flip"), "train.augment = flip random changes images");
    assertThat(temporary.resolve("flip").resolve("shards")).doesNotExist();
    refused(run("size", "softmax", "--image-size", "8"), "imageSize = 8 (--image-size) is for");
    refused(run("unit", "softmax", "--set", "preprocess=unit"), "preprocess = unit divides pixels");
    Captured stats =
        Captured.run(
            "stats",
            "--shards",
            temporary.resolve("two-layer").resolve("shards").toString(),
            "--output",
            temporary.resolve("patches").toString(),
            "--patches",
            "1");
    refused(
        stats, "patches, randomized components and statistics without a covariance are of images");
  }

  private static void refused(Captured captured, String... complaint) {
    assertThat(captured.status()).isEqualTo(2);
    assertThat(captured.complaint()).contains(complaint).doesNotContain("\n");
  }
}
