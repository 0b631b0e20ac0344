// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import convoy.pipeline.command.FailingDisk.Fault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of images, from the command line, on PNG files of three classes. */
class PredictCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A name that a table has to quote. */
  private static final List<String> CLASSES = List.of("a,\"b", "cat", "sea");

  private static final int IMAGES = 28;
  private static final String FIRST = "predictions-00000.csv";

  @TempDir static Path shared;
  private static Path raw;
  private static Path run;

  @TempDir Path temporary;

  @BeforeAll
  static void trainOnce() throws IOException {
    raw = shared.resolve("raw");
    run = shared.resolve("run");
    SplittableRandom random = new SplittableRandom(3);
    for (String name : CLASSES) {
      Path folder = Files.createDirectories(raw.resolve(name));
      for (int i = 0; i < IMAGES; i++) {
        Files.write(folder.resolve(i + ".png"), file(drawn(random, name), "png"));
      }
    }
    ok(
        "run --master local[2] --source %s --image-size 8 --validation 0.4 --run %s --epochs 3"
            + " --model two-layer --set model.hidden=8 --batch 16 --average-every 2",
        "folder:" + raw, run);
  }

  @AfterEach
  void mendTheDisk() {
    FailingDisk.isMended();
  }

  /** Noise around a brightness that tells two classes apart and leaves one between them. */
  private static BufferedImage drawn(SplittableRandom random, String name) {
    BufferedImage image = new BufferedImage(10, 12, BufferedImage.TYPE_INT_RGB);
    int brightness = 60 + 30 * CLASSES.indexOf(name) + random.nextInt(40);
    for (int pixel = 0; pixel < 120; pixel++) {
      int value = brightness + random.nextInt(50);
      image.setRGB(pixel % 10, pixel / 10, value << 16 | value << 8 | random.nextInt(256));
    }
    return image;
  }

  private static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static Captured ok(String line, Object... values) {
    Captured done = Captured.line(line, values);
    assertThat(done.status()).as(done.err()).isZero();
    return done;
  }

  /** Predicts into a new folder. */
  private Path predicted(Path of, Path input, String more, Object... values) {
    Path output = temporary.resolve("predicted" + temporary.toFile().list().length);
    List<Object> all = new ArrayList<>(List.of(of, input, output));
    all.addAll(List.of(values));
    String master = more.contains("--master") ? "" : " --master local[2] ";
    ok("predict %s --input %s --output %s " + master + more, all.toArray());
    return output;
  }

  private static String refused(String line, Object... values) {
    Captured done = Captured.line("predict " + line + " --master local[2]", values);
    assertThat(done.status()).as(done.err()).isEqualTo(2);
    return done.complaint();
  }

  /** The rows of a file as another program's parser reads them, by column. */
  private static List<Map<String, String>> rows(Path file) throws IOException {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setEmptyValue("");
    List<String[]> lines =
        new CsvParser(settings).parseAll(new StringReader(Files.readString(file)));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String[] line : lines.subList(1, lines.size())) {
      assertThat(line).hasSameSizeAs(lines.get(0));
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < line.length; i++) {
        row.put(lines.get(0)[i], line[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, Map<String, String>> byId(Path file) throws IOException {
    Map<String, Map<String, String>> byId = new TreeMap<>();
    rows(file).forEach(row -> byId.put(row.get("id"), row));
    return byId;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  private static JsonNode evaluated(Path folder, String member) throws IOException {
    for (JsonNode row : JSON.readTree(folder.resolve("metrics.json").toFile()).get("members")) {
      if (row.get("name").asText().equals(member)) {
        return row;
      }
    }
    throw new AssertionError("no member " + member);
  }

  private static void assertAsEvaluated(Path predicted, JsonNode evaluated) throws IOException {
    List<Map<String, String>> rows = rows(predicted.resolve(FIRST));
    long[][] confusion = new long[CLASSES.size()][CLASSES.size()];
    for (Map<String, String> row : rows) {
      int label = CLASSES.indexOf(row.get("label"));
      confusion[label][CLASSES.indexOf(row.get("predicted"))]++;
      assertThat(CLASSES.get(Integer.parseInt(row.get("predicted_index"))))
          .isEqualTo(row.get("predicted"));
    }
    assertThat(JSON.valueToTree(confusion).toString())
        .isEqualTo(evaluated.get("confusion").toString());
    long right = 0;
    for (int k = 0; k < CLASSES.size(); k++) {
      right += confusion[k][k];
    }
    assertThat((double) right / rows.size()).isEqualTo(evaluated.get("top1").asDouble());
  }

  @Test
  void shardsHaveTheAnswersThatAnEvaluationCounts() throws IOException {
    ok("evaluate %s --master local[2]", run);
    Path shards = run.resolve("shards");
    JsonNode best = evaluated(run, "best");
    assertThat(best.get("top1").asDouble()).isBetween(0.34, 0.999);

    assertAsEvaluated(predicted(run, shards, ""), best);
    assertAsEvaluated(predicted(run, shards, "--member last"), evaluated(run, "last"));
    assertAsEvaluated(
        predicted(run, shards, "--member %s", "running average"),
        evaluated(run, "running average"));
    assertAsEvaluated(predicted(run, shards, "--member ensemble"), evaluated(run, "ensemble"));
    Path checkpoint =
        predicted(run, shards, "--member %s", best.get("checkpoints").get(0).asText());
    assertThat(checkpoint.resolve(FIRST))
        .hasSameTextualContentAs(predicted(run, shards, "").resolve(FIRST));

    List<Map<String, String>> train = rows(predicted(run, shards, "--split train").resolve(FIRST));
    assertThat(train).hasSize(CLASSES.size() * IMAGES - best.get("count").asInt());
  }

  @Test
  void aFolderOfTheSameImagesHasTheSameAnswersThoughTheShardsAreGone() throws IOException {
    Map<String, Map<String, String>> ofShards =
        byId(predicted(run, run.resolve("shards"), "").resolve(FIRST));
    Path alone = temporary.resolve("alone");
    FileUtils.copyDirectory(run.toFile(), alone.toFile());
    FileUtils.deleteDirectory(alone.resolve("shards").toFile());

    Path output = predicted(alone, raw, "");
    List<Map<String, String>> rows = rows(output.resolve(FIRST));

    assertThat(rows).hasSize(CLASSES.size() * IMAGES);
    assertThat(rows).extracting(row -> row.get("id")).isSorted().contains("a,\"b/7.png");
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(row.get("id")).startsWith(row.get("label") + "/").endsWith(".png"));
    assertThat(rows.get(0).keySet())
        .containsExactly(
            "id",
            "label",
            "predicted",
            "predicted_index",
            "probability",
            "probability_a,\"b",
            "probability_cat",
            "probability_sea",
            "error");
    int compared = 0;
    for (Map<String, String> row : rows) {
      Map<String, String> other = ofShards.get(row.get("id"));
      if (other != null) {
        compared++;
        assertThat(row.get("predicted")).isEqualTo(other.get("predicted"));
        for (String name : CLASSES) {
          assertThat(Float.parseFloat(row.get("probability_" + name)))
              .isCloseTo(Float.parseFloat(other.get("probability_" + name)), Offset.offset(1e-6f));
        }
      }
    }
    assertThat(compared).isEqualTo(ofShards.size()).isPositive();

    // Where it is computed, and in how many tasks, changes no byte.
    assertThat(predicted(alone, raw, "--master local[1]").resolve(FIRST))
        .hasSameTextualContentAs(output.resolve(FIRST));
  }

  @Test
  void imagesThatCannotBeDecodedHaveARowWithTheReason() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("photos, \"new\""));
    Path nested = Files.createDirectories(folder.resolve("deep/er"));
    Files.copy(raw.resolve("cat/0.png"), nested.resolve("one,\ntwo \"three\".png"));
    Files.write(
        nested.resolve("photo.JPG"), file(ImageIO.read(raw.resolve("sea/0.png").toFile()), "jpg"));
    byte[] whole = Files.readAllBytes(raw.resolve("cat/1.png"));
    Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(folder.resolve("empty.jpg"), new byte[0]);
    Files.writeString(folder.resolve("notes.txt"), "no image");
    Files.write(Files.createDirectories(folder.resolve(".hidden")).resolve("no.png"), whole);
    Path json = temporary.resolve("printed.json");
    Path output = temporary.resolve("output");

    Captured done =
        ok(
            "predict %s --input %s --output %s --json %s --master local[2]",
            run, folder, output, json);

    assertThat(done.err())
        .contains(
            "predicted 4 of 4 images",
            "2 images could not be decoded",
            "not used: .txt files: 1 (notes.txt); hidden: 1 (.hidden)");
    assertThat(done.out()).contains("images: 4\n", "undecodable: 2\n", "output: " + output + "\n");

    JsonNode printed = JSON.readTree(json.toFile());
    assertThat(printed.get("images").asInt()).isEqualTo(4);
    assertThat(printed.get("undecodable").asInt()).isEqualTo(2);
    assertThat(printed.get("ignoredFiles").asInt()).isEqualTo(1);
    Map<String, Map<String, String>> rows = byId(output.resolve(FIRST));
    assertThat(rows.keySet())
        .containsExactly(
            "cut.png", "deep/er/one,\\ntwo \"three\".png", "deep/er/photo.JPG", "empty.jpg");
    assertThat(rows.values()).extracting(row -> row.get("label")).containsOnlyNulls();
    assertThat(rows.get("empty.jpg").get("error")).startsWith("empty: ");
    assertThat(rows.get("cut.png").get("error")).startsWith("truncated: ");
    assertThat(rows.get("cut.png").values()).filteredOn(cell -> cell != null).hasSize(2);
    assertThat(rows.get("deep/er/photo.JPG").get("error")).isNull();

    Path photo = nested.resolve("photo.JPG");
    assertThat(byId(predicted(run, photo, "").resolve(FIRST)).keySet())
        .containsExactly("photo.JPG");
  }

  @Test
  void whatTheNetworkCannotTakeIsRefusedAndNotCalledUndecodable() throws IOException {
    Path tall = temporary.resolve("tall");
    ok(
        "run --master local[2] --source %s --validation 0.4 --run %s --epochs 1 --model softmax"
            + " --batch 16",
        "folder:" + raw, tall);
    Path folder = Files.createDirectories(temporary.resolve("folder"));
    Files.copy(raw.resolve("cat/0.png"), folder.resolve("fits.png"));
    BufferedImage square = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
    Files.write(folder.resolve("square.png"), file(square, "png"));
    Files.write(folder.resolve("text.png"), new byte[] {1, 2, 3});
    Path output = temporary.resolve("output");

    Captured done = ok("predict %s --input %s --output %s --master local[2]", tall, folder, output);

    assertThat(done.out()).contains("undecodable: 1\n", "refused: 1\n");
    assertThat(done.err()).contains("1 images do not suit the network");
    Map<String, Map<String, String>> rows = byId(output.resolve(FIRST));
    assertThat(rows.get("fits.png").get("error")).isNull();
    assertThat(rows.get("square.png").get("error")).startsWith("refused: ").contains("9 x 9 x 3");
    assertThat(rows.get("text.png").get("error")).startsWith("unknown-format: ");
    JsonNode about = JSON.readTree(output.resolve("_predictions.json").toFile());
    assertThat(about.get("files").get(0).get("refused").asInt()).isEqualTo(1);

    Path squares = temporary.resolve("squares");
    ok("shard --master local[2] --source synthetic:train=40,test=10,seed=3 --output %s", squares);
    Path never = temporary.resolve("never");
    assertThat(refused("%s --input %s --output %s", tall, squares, never))
        .contains("squares are 32 x 32 x 3", "trained on 12 x 10 x 3");
    assertThat(never).doesNotExist();
  }

  @Test
  void parquetSaysTheSameAndFilesHaveTheRowsThatWereAskedFor() throws IOException {
    Path input = Files.createDirectories(temporary.resolve("input"));
    for (int i = 0; i < 5; i++) {
      Files.copy(raw.resolve("sea").resolve(i + ".png"), input.resolve(i + ".png"));
    }
    Files.write(input.resolve("bad.gif"), new byte[] {1, 2, 3});
    Path csv = predicted(run, input, "--rows-per-file 4");
    Path parquet = predicted(run, input, "--format parquet --rows-per-file 4");

    assertThat(files(csv)).containsExactly("_predictions.json", FIRST, "predictions-00001.csv");
    assertThat(rows(csv.resolve(FIRST))).hasSize(4);
    List<Map<String, String>> rows = new ArrayList<>(rows(csv.resolve(FIRST)));
    rows.addAll(rows(csv.resolve("predictions-00001.csv")));
    List<Map<String, String>> found = new ArrayList<>();
    try (SparkSession session =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      for (Row row : session.read().parquet(parquet.toString()).sort("id").collectAsList()) {
        found.add(cells(row));
      }
    }
    assertThat(found).hasSize(6).isEqualTo(rows);
    JsonNode about = JSON.readTree(parquet.resolve("_predictions.json").toFile());
    assertThat(about.get("classNames")).extracting(JsonNode::asText).isEqualTo(CLASSES);
    assertThat(about.get("files").get(1).get("undecodable").asInt()).isEqualTo(1);
  }

  /** The cells that a line of text has for a row. */
  private static Map<String, String> cells(Row row) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (String name : List.of("id", "label", "predicted", "predicted_index", "probability")) {
      Object value = row.getAs(name);
      cells.put(name, value == null ? null : value.toString());
    }
    List<Object> answers =
        row.isNullAt(row.fieldIndex("probabilities"))
            ? Collections.nCopies(CLASSES.size(), null)
            : row.getList(row.fieldIndex("probabilities"));
    for (int k = 0; k < CLASSES.size(); k++) {
      String name = "probability_" + CLASSES.get(k);
      cells.put(name, answers.get(k) == null ? null : answers.get(k).toString());
    }
    cells.put("error", row.getAs("error"));
    return cells;
  }

  @Test
  void aSupportVectorMachineGivesScores() throws IOException {
    Path svm = temporary.resolve("svm");
    ok(
        "train --master local[2] --shards %s --statistics %s --run %s --model svm --epochs 1"
            + " --batch 16 --learning-rate 0.01",
        run.resolve("shards"), run.resolve("statistics"), svm);
    Path output = predicted(svm, run.resolve("shards"), "");

    for (Map<String, String> row : rows(output.resolve(FIRST))) {
      assertThat(row).containsKeys("score", "score_cat").doesNotContainKey("probability");
      float most = Float.NEGATIVE_INFINITY;
      for (String name : CLASSES) {
        most = Math.max(most, Float.parseFloat(row.get("score_" + name)));
      }
      assertThat(Float.parseFloat(row.get("score"))).isEqualTo(most);
      assertThat(row.get("score")).isEqualTo(row.get("score_" + row.get("predicted")));
    }
    JsonNode about = JSON.readTree(output.resolve("_predictions.json").toFile());
    assertThat(about.get("answers").asText()).isEqualTo("scores");
    assertThat(about.get("split").asText()).isEqualTo("validation");
  }

  @Test
  void anAverageOfANormalizedNetworkNeedsTheShards() throws IOException {
    Path normalized = temporary.resolve("normalized");
    ok(
        "train --master local[2] --shards %s --statistics %s --run %s --model convnet --epochs 1"
            + " --batch 16 --set model.batchNorm=true",
        run.resolve("shards"), run.resolve("statistics"), normalized);
    ok("evaluate %s --master local[2] --set evaluate.soup=none", normalized);
    assertAsEvaluated(
        predicted(normalized, run.resolve("shards"), "--member %s", "running average"),
        evaluated(normalized, "running average"));

    Path shards = run.resolve("shards");
    Path away = shared.resolve("away");
    Files.move(shards, away);
    try {
      predicted(normalized, raw.resolve("cat"), "");
      assertThat(
              refused(
                  "%s --input %s --output %s --member %s",
                  normalized, raw, temporary.resolve("never"), "running average"))
          .contains("needs the shards", "holds no shards");
    } finally {
      Files.move(away, shards);
    }
  }

  @Test
  void whatStandsThereIsReplacedOnRequestAndOnlyIfItIsPredictions() throws IOException {
    Path output = predicted(run, raw.resolve("cat"), "");
    String before = Files.readString(output.resolve(FIRST));
    String again = "%s --input %s --output %s";

    assertThat(refused(again, run, raw.resolve("sea"), output)).contains("exists already");
    assertThat(output.resolve(FIRST)).hasContent(before);
    ok("predict --overwrite --master local[2] " + again, run, raw.resolve("sea"), output);
    assertThat(Files.readString(output.resolve(FIRST))).isNotEqualTo(before);

    Path other = Files.createDirectories(temporary.resolve("other"));
    Files.writeString(other.resolve("thesis.tex"), "all my work");
    assertThat(refused("--overwrite " + again, run, raw.resolve("sea"), other))
        .contains("is not replaced", "_predictions.json");
    assertThat(other.resolve("thesis.tex")).exists();
  }

  @Test
  void aFullDiskOrAKillLeavesWhatWasThere() throws IOException {
    Path full = temporary.resolve("full");
    String line = "predict %s --input %s --output %s --master local[2]";
    FailingDisk.fails(new Fault("predictions-00000", 300, false, false));
    Captured failed = Captured.line(line, run, raw.resolve("cat"), "failing:" + full);
    assertThat(failed.status()).as(failed.err()).isEqualTo(1);
    assertThat(failed.complaint()).contains("cannot write", "No space left").hasLineCount(1);
    assertThat(files(temporary)).isEmpty();

    FailingDisk.fails(new Fault("_predictions.json", 10, false, true));
    Captured killed = Captured.line(line, run, raw.resolve("cat"), "failing:" + full);
    assertThat(killed.status()).isEqualTo(1);
    FailingDisk.isMended();
    assertThat(full).doesNotExist();
  }

  @Test
  void whatCannotBePredictedIsSaid() throws IOException {
    Path output = temporary.resolve("never");
    String line = "%s --input %s --output %s ";
    Path shards = run.resolve("shards");

    assertThat(refused(line + "--split test", run, shards, output))
        .contains("the test split is read by convoy evaluate");
    assertThat(refused(line + "--split train", run, raw, output)).contains("is for shards");
    assertThat(refused(line + "--format xlsx", run, raw, output))
        .contains("csv, spreadsheet or parquet");
    assertThat(refused(line + "--rows-per-file 0", run, raw, output)).contains("from 1");
    assertThat(refused(line + "--member bset", run, raw, output))
        .contains("no member 'bset'", "running average", "nearest is 'best'");
    assertThat(refused(line, run, Files.createDirectories(temporary.resolve("empty")), output))
        .contains("empty holds no .jpg");
    assertThat(refused(line, run, temporary.resolve("nowhere"), output)).contains("is no folder");
    assertThat(refused(line, run, "s3a://bucket/x", output))
        .contains("the file system of s3a: is not there");
    assertThat(refused(line, raw, raw, output)).contains("is not a run folder");
    assertThat(output).doesNotExist();
  }
}
