// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.evaluation.neighbours.Distance;
import convoy.pipeline.run.Inputs;
import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.transform.Preprocessors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Nearest neighbours from the command line, among a few images that Convoy draws. */
class KnnCommandTest {
  @TempDir static Path temporary;

  @BeforeAll
  static void trainOnce() {
    done(
        "shard --master local[2] --source synthetic:train=600,test=20,seed=1 --output %s",
        shards());
    done("stats --master local[2] --shards %s --output %s --image-size 8", shards(), statistics());
    train("run", "--model two-layer --epochs 2");
  }

  private static Path train(String name, String more) {
    Path run = temporary.resolve(name);
    done(
        "train --master local[2] --shards %s --statistics %s --run %s --set model.hidden=8"
            + " --batch 16 --average-every 8 "
            + more,
        shards(),
        statistics(),
        run);
    return run;
  }

  private static Path statistics() {
    return temporary.resolve("statistics");
  }

  private static Path shards() {
    return temporary.resolve("shards");
  }

  private static Captured done(String line, Object... values) {
    Captured command = Captured.line(line, values);
    assertThat(command.status()).as(command.err()).isZero();
    return command;
  }

  private static JsonNode ok(String line, Object... values) throws IOException {
    Path json = temporary.resolve("printed.json");
    done("knn " + line + " --json " + json, values);
    return new ObjectMapper().readTree(json.toFile());
  }

  private static void refused(String part, String line, Object... values) {
    Captured knn = Captured.line("knn --master local[2] " + line, values);
    assertThat(knn.status()).as(knn.err()).isEqualTo(2);
    assertThat(knn.complaint()).contains(part);
  }

  @Test
  void theValidationSplitIsClassifiedForEveryK() throws IOException {
    JsonNode found = ok("--shards %s --distance L1 --master local[2]", shards());

    assertThat(found.get("distance").asText()).isEqualTo("L1");
    assertThat(found.get("split").asText()).isEqualTo("validation");
    assertThat(found.get("neighbours").findValuesAsText("k"))
        .containsExactly("1", "3", "5", "7", "10", "20", "50", "100");
    double best = 0;
    int bestK = 0;
    for (JsonNode row : found.get("neighbours")) {
      double accuracy = row.get("accuracy").asDouble();
      assertThat(accuracy).isBetween(row.get("low").asDouble(), row.get("high").asDouble());
      if (accuracy > best) {
        best = accuracy;
        bestK = row.get("k").asInt();
      }
    }
    assertThat(found.get("best").asInt()).isEqualTo(bestK).isPositive();
  }

  @Test
  void progressIsSaidOnStandardError() {
    Captured knn = done("knn --shards %s --k 1 --master local[2]", shards());
    assertThat(knn.err()).containsPattern("compared (\\d+) of \\1 queries, \\d+ queries/s");
    assertThat(knn.out()).doesNotContain("queries");
  }

  @Test
  void theNumberOfTasksChangesNothing() throws IOException {
    JsonNode two = ok("--shards %s --k 1,4 --master local[2]", shards());
    JsonNode three = ok("--shards %s --k 1,4 --master local[3]", shards());

    assertThat(three.get("neighbours")).isEqualTo(two.get("neighbours"));
  }

  @Test
  void foldsGiveMeanAndDeviation() throws IOException {
    JsonNode found = ok("--shards %s --k 1,5 --folds 3 --master local[2]", shards());

    assertThat(found.get("split").asText()).isEqualTo("train");
    for (JsonNode row : found.get("neighbours")) {
      assertThat(row.get("accuracies")).hasSize(3);
      assertThat(row.get("deviation").asDouble()).isPositive();
      double sum = 0;
      for (JsonNode accuracy : row.get("accuracies")) {
        sum += accuracy.asDouble();
      }
      assertThat(row.get("mean").asDouble()).isEqualTo(sum / 3);
    }
    assertThat(found.get("best").asInt()).isIn(1, 5);
  }

  @Test
  void aFolderKeepsThePlotAndWhatWasPrinted() throws IOException {
    Path output = temporary.resolve("found");
    String line = "--shards %s --k 1,5 --folds 3 --output %s";
    Path json = temporary.resolve("folds.json");
    done("knn --master local[2] --json %s " + line, json, shards(), output);

    Path page = output.resolve("knn.html");
    assertThat(output.resolve("knn.json")).hasSameBinaryContentAs(json);
    assertThat(page)
        .content()
        .contains("<title>Nearest neighbours</title>", "a fold", "deviation", "k = ")
        .doesNotContain("NaN", "Infinity");
    byte[] before = Files.readAllBytes(page);

    refused("exists already", line, shards(), output);
    done("knn --master local[3] --overwrite " + line, shards(), output);
    assertThat(page).hasBinaryContent(before);
    done("knn --master local[2] --shards %s --k 1 --output %s --overwrite", shards(), output);
    assertThat(page).content().contains("95 % interval").doesNotContain("a fold");
  }

  @Test
  void whatIsNoSuchFolderIsNotReplaced() throws IOException {
    Path other = Files.createDirectories(temporary.resolve("thesis"));
    Files.writeString(other.resolve("thesis.tex"), "all my work");

    refused("exists already", "--shards %s --output %s", shards(), other);
    refused("it holds no knn.json", "--shards %s --output %s --overwrite", shards(), other);
    assertThat(other.resolve("thesis.tex")).exists();
    refused("--output, which is missing", "--shards %s --overwrite", shards());
  }

  @Test
  void imagesArePreprocessedByStatistics() throws IOException {
    JsonNode found =
        ok(
            "--master local[2] --shards %s --statistics %s --preprocess %s --k 1",
            shards(), statistics(), "centre=image, pca-whiten=20");

    assertThat(found.get("neighbours")).hasSize(1);
    assertThat(found.get("compared").asText())
        .isEqualTo("pixels preprocessed by centre=image, pca-whiten=20");
  }

  @Test
  void codesOfANetworkAreComparedWhateverTheNumberOfTasks() throws IOException {
    Path run = temporary.resolve("run");
    String line = "--shards %s --codes %s --k 1,5,20 ";
    JsonNode pixels = ok("--shards %s --k 1,5,20 --master local[2]", shards());

    JsonNode best = ok(line + "--master local[2]", shards(), run);
    JsonNode three = ok(line + "--master local[3]", shards(), run);
    String compared = best.get("compared").asText();
    String checkpoint = compared.substring(compared.indexOf('(') + 1, compared.indexOf(')'));
    JsonNode named = ok(line + "--master local[2] --member %s", shards(), run, checkpoint);

    assertThat(compared).startsWith("codes of file:" + run + ", member best (epoch-000");
    assertThat(pixels.get("compared").asText()).isEqualTo("pixels");
    assertThat(best.get("neighbours"))
        .isNotEqualTo(pixels.get("neighbours"))
        .isEqualTo(three.get("neighbours"))
        .isEqualTo(named.get("neighbours"));
    double one = nearestByDeeplearning4j(run.resolve("checkpoints").resolve(checkpoint + ".zip"));
    assertThat(best.get("neighbours").get(0).get("accuracy").asDouble()).isEqualTo(one);
  }

  /** The accuracy of the nearest neighbour, by a loop over what the hidden layer gives. */
  private static double nearestByDeeplearning4j(Path checkpoint) throws IOException {
    ComputationGraph network = ModelSerializer.restoreComputationGraph(checkpoint.toFile());
    try (var spark = ClusterSession.open("local[2]")) {
      Inputs inputs =
          Inputs.open(
              new org.apache.hadoop.fs.Path(shards().toUri()),
              new org.apache.hadoop.fs.Path(statistics().toUri()),
              new Configuration());
      ImageBlock training = block(spark, inputs, Split.TRAIN);
      ImageBlock asked = block(spark, inputs, Split.VALIDATION);
      float[][] known = codes(network, inputs, training);
      float[][] queries = codes(network, inputs, asked);
      int right = 0;
      for (int query = 0; query < queries.length; query++) {
        int nearest = 0;
        for (int i = 1; i < known.length; i++) {
          if (Distance.L2.between(known[i], queries[query])
              < Distance.L2.between(known[nearest], queries[query])) {
            nearest = i;
          }
        }
        right += training.label(nearest) == asked.label(query) ? 1 : 0;
      }
      return (double) right / queries.length;
    } finally {
      network.close();
    }
  }

  private static ImageBlock block(JavaSparkContext spark, Inputs inputs, Split split) {
    return inputs.shards().blocks(spark, split, 1, inputs.statistics().shape()).first();
  }

  private static float[][] codes(ComputationGraph network, Inputs inputs, ImageBlock block) {
    int size = block.shape().size();
    float[] seen = new float[block.count() * size];
    for (int i = 0; i < block.count(); i++) {
      block.copyImage(i, seen, i * size);
    }
    Preprocessors.fit("channel", inputs.statistics()).apply(seen, block.count());
    INDArray images = Nd4j.create(seen, new long[] {block.count(), 3, 8, 8}, 'c');
    return network.feedForward(images, false).get("first").toFloatMatrix();
  }

  @Test
  void foldsOfCodesAreSaidToFlatter() {
    Captured knn =
        done(
            "knn --shards %s --codes %s --member %s --k 1 --folds 2 --master local[2]",
            shards(), temporary.resolve("run"), "running average");

    assertThat(knn.err())
        .contains("has learnt the labels of every fold")
        .containsPattern("computed codes of (\\d+) of \\1 images");
    assertThat(knn.out()).contains("member running average\n", "mean");
  }

  @Test
  void aRunWhoseCodesSayNothingIsRefused() {
    String line = "--shards %s --codes %s ";
    Path run = temporary.resolve("run");
    refused("leave out --statistics", line + "--statistics %s", shards(), run, statistics());
    refused("leave out --statistics", line + "--preprocess unit", shards(), run);
    refused("that --codes names", "--shards %s --member best", shards());
    refused("is not a run folder", line, shards(), shards());
    refused("no member 'bset'", line + "--member bset", shards(), run);
    refused("made of 2 sets of parameters", line + "--member ensemble", shards(), run);
    Path linear = train("linear", "--model softmax --epochs 1");
    refused("--statistics file:" + statistics(), line, shards(), linear);
    Path other = temporary.resolve("other");
    done("shard --master local[2] --source synthetic:train=60,test=20,seed=2 --output %s", other);
    refused("take the shards that it was trained on, file:" + shards(), line, other, run);
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    refused("--k: k ascends", "--shards %s --k 3,1", shards());
    refused("--folds is 0 for none, or 2", "--shards %s --folds 1", shards());
    refused("do not fall into 100000 folds", "--shards %s --folds 100000", shards());
    refused("--preprocess needs", "--shards %s --preprocess unit", shards());
    Path damaged = temporary.resolve("damaged");
    FileUtils.copyDirectory(shards().toFile(), damaged.toFile());
    try (var files = Files.walk(damaged.resolve("validation"))) {
      Path shard = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get();
      Files.write(shard, new byte[3]);
    }
    refused("does not match its manifest", "--shards %s", damaged);
  }
}
