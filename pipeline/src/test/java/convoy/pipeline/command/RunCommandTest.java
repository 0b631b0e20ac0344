// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a few images that Convoy draws, small ones: components cost most of a run. */
class RunCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHAPES = "synthetic:train=600,test=100,seed=1";
  private static final String NETWORK =
      "--model two-layer --set model.hidden=16 --batch 16 --average-every 4";

  @TempDir static Path shared;
  @TempDir Path temporary;

  @BeforeAll
  static void trainOnce() {
    Captured run = runAt(shared.resolve("trained"), NETWORK, SHAPES, "--epochs", "1");
    assertThat(run.status()).as(run.err()).isZero();
  }

  /** A run of one epoch by the default settings; all that it says of itself moves with it. */
  private void trained(String name) throws IOException {
    FileUtils.copyDirectory(shared.resolve("trained").toFile(), temporary.resolve(name).toFile());
  }

  private Captured run(String name, String... more) {
    return runFrom(SHAPES, name, more);
  }

  private Captured runFrom(String source, String name, String... more) {
    return runOf(NETWORK, source, name, more);
  }

  private Captured runOf(String network, String source, String name, String... more) {
    return runAt(temporary.resolve(name), network, source, more);
  }

  private static Captured runAt(Path folder, String network, String source, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--master",
                "local[2]",
                "--source",
                source,
                "--image-size",
                "8",
                "--run",
                folder.toString()));
    arguments.addAll(List.of(network.split(" ")));
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  private String digest(String name) {
    Captured digest = Captured.run("digest", temporary.resolve(name).toString());
    assertThat(digest.status()).isZero();
    return digest.out().strip();
  }

  @Test
  void aRunLeavesAFolderThatAnyoneCanRead() throws IOException {
    Path json = temporary.resolve("run.json");

    Captured run = run("run", "--epochs", "2", "--json", json.toString());

    assertThat(run.status()).as(run.err()).isZero();
    Path folder = temporary.resolve("run");
    assertThat(folder).isDirectoryContaining("glob:**/{config.conf,provenance.json}");
    for (String file :
        List.of("config.conf", "provenance.json", "history.csv", "phases.json", "report.html")) {
      assertThat(folder.resolve(file)).isNotEmptyFile();
    }
    JsonNode members = JSON.readTree(folder.resolve("metrics.json").toFile()).get("members");
    assertThat(members.findValuesAsText("name"))
        .map(name -> name.replaceFirst("epoch-.*", "another checkpoint"))
        .containsExactly(
            "best",
            "another checkpoint",
            "last",
            "running average",
            "mean of the last 2 epochs",
            "uniform soup",
            "greedy soup",
            "ensemble",
            "ensemble, mean of logits",
            "ensemble, majority vote",
            "greedy ensemble",
            "weighted ensemble");
    assertThat(members.get(0).fieldNames())
        .toIterable()
        .contains("name", "split", "count", "top1", "top5", "crossEntropy");
    assertThat(folder.resolve("mistakes.json")).content().contains("\"member\" : \"best\"");
    JsonNode printed = JSON.readTree(json.toFile());
    assertThat(printed.get("digest").asText()).isEqualTo(digest("run")).hasSize(64);
    assertThat(printed.get("members")).hasSize(12);
    assertThat(run.out())
        .contains("validation examples right: ", "member  ", "data:     10 classes: ")
        .contains("digest:   " + digest("run"), "report:   " + folder.resolve("report.html"))
        .contains("convoy predict " + folder);
    assertThat(Files.readAllLines(folder.resolve("history.csv"))).hasSize(1 + 2 * 5);
    assertThat(run.err()).contains("read ", "wrote ", "measured ", "found 10 classes: ");
    assertThat(run.err().lines().filter(line -> line.startsWith("epoch ")))
        .hasSize(2 * 5)
        .allMatch(line -> line.length() <= 90)
        .first()
        .asString()
        .contains("round 1: loss ", ", validation -, ", "images/s, ", " left");
    assertThat(folder.resolve("provenance.json")).content().contains("oneDNN 2.");
  }

  @Test
  void theSameCommandTwiceGivesTheSameParametersAndAnotherSeedOthers() throws IOException {
    trained("one");
    run("two", "--epochs", "1");
    run("three", "--epochs", "1", "--seed", "2");

    assertThat(digest("two")).isEqualTo(digest("one"));
    assertThat(digest("three")).isNotEqualTo(digest("one"));
  }

  @Test
  void aRunThatDivergesSaysWhatToTryAndLeavesItsCurve() {
    String network = NETWORK.replace("--average-every 4", "--average-every 1");
    Captured run = runOf(network, SHAPES, "diverging", "--epochs", "1", "--learning-rate", "100");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("training diverged", "learning rate ten times smaller");
    assertThat(temporary.resolve("diverging").resolve("history.csv"))
        .content()
        .startsWith("epoch,round,")
        .contains("\n1,1,0,1,");
  }

  @Test
  void aRunThatIsResumedEndsAsIfNothingHadHappened() throws IOException {
    run("whole", "--epochs", "3");
    trained("parts");
    Captured resumed = run("parts", "--epochs", "3", "--resume", "--set", "evaluate.ensemble=2");

    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(digest("parts")).isEqualTo(digest("whole"));
    assertThat(temporary.resolve("parts").resolve("history.csv")).content().hasLineCount(1 + 3 * 5);
    // What the first epoch was trained by is still known.
    JsonNode made = JSON.readTree(temporary.resolve("parts").resolve("provenance.json").toFile());
    assertThat(made.get("before")).hasSize(1);
    assertThat(made.get("before").get(0).get("executors")).isEqualTo(made.get("executors"));
  }

  @Test
  void aNormalizedConvnetLearnsAndIsResumedBitForBit() throws IOException {
    normalized("whole", "--epochs", "3");
    normalized("parts", "--epochs", "1");
    Captured resumed = normalized("parts", "--epochs", "3", "--resume");

    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(digest("parts")).isEqualTo(digest("whole"));
    List<String> history = Files.readAllLines(temporary.resolve("whole").resolve("history.csv"));
    assertThat(dataLoss(history.get(15))).isLessThan(0.75 * dataLoss(history.get(1)));
    // What is computed of the training split for averages is the same whenever it is.
    JsonNode measured = metricsWithoutSpeed("parts");
    assertThat(Captured.run("evaluate", temporary.resolve("whole").toString()).status()).isZero();
    assertThat(metricsWithoutSpeed("whole")).isEqualTo(measured);
  }

  private JsonNode metricsWithoutSpeed(String run) throws IOException {
    JsonNode metrics = JSON.readTree(temporary.resolve(run).resolve("metrics.json").toFile());
    for (JsonNode timed : metrics.findParents("imagesPerSecond")) {
      ((ObjectNode) timed).remove("imagesPerSecond");
    }
    return metrics;
  }

  private static double dataLoss(String round) {
    return Double.parseDouble(round.split(",", -1)[6]);
  }

  /** Without the greedy soup, which would compute the statistics of every set that it tries. */
  private Captured normalized(String name, String... more) {
    String network =
        "--model convnet --set model.batchNorm=true --set model.hidden=64 --batch 16"
            + " --average-every 4 --set train.learningRate.initial=0.003 --set model.dropout=0"
            + " --set evaluate.soup=uniform";
    return runOf(network, SHAPES, name, more);
  }

  @Test
  void deeplearning4jTrainsInConvoysPlace() throws IOException {
    trained("own");

    Captured peer = run("peer", "--epochs", "1", "--trainer", "dl4j");
    assertThat(peer.status()).as(peer.err()).isZero();
    assertThat(digest("peer")).isNotEqualTo(digest("own"));
    Captured resumed = run("peer", "--epochs", "2", "--trainer", "dl4j", "--resume");

    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(Files.readAllLines(temporary.resolve("peer").resolve("history.csv"))).hasSize(1 + 2);
    assertThat(temporary.resolve("peer").resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void aRunIsNotResumedWithOtherSettings() throws IOException {
    trained("run");

    Captured resumed = run("run", "--epochs", "2", "--resume", "--set", "train.momentum=0.5");

    assertThat(resumed.status()).isEqualTo(2);
    assertThat(resumed.complaint())
        .contains("train.momentum = 0.5", "begun with 0.9", "train.epochs");
  }

  @Test
  void aFolderThatIsTakenIsKeptUnlessItIsToBeReplaced() throws IOException {
    trained("run");
    String before = digest("run");

    Captured refused = run("run", "--epochs", "1", "--seed", "9");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.complaint()).contains("exists already", "--resume", "--overwrite");
    assertThat(digest("run")).isEqualTo(before);

    Captured bad = runFrom("cifar10:" + temporary.resolve("none"), "run", "--overwrite");
    assertThat(bad.status()).isEqualTo(2);
    assertThat(bad.complaint()).contains("none does not exist");
    assertThat(digest("run")).isEqualTo(before);

    Captured unfit = run("run", "--overwrite", "--augment", "crop 40");
    assertThat(unfit.status()).isEqualTo(2);
    assertThat(unfit.complaint()).contains("crop");
    assertThat(digest("run")).isEqualTo(before);

    assertThat(run("run", "--epochs", "1", "--seed", "9", "--overwrite").status()).isZero();
    assertThat(digest("run")).isNotEqualTo(before);
  }

  @Test
  void aFolderThatIsNoRunIsNeverReplaced() throws IOException {
    Path precious = Files.createDirectory(temporary.resolve("precious"));
    Files.writeString(precious.resolve("thesis.txt"), "years of work");

    Captured run = run("precious", "--overwrite");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.complaint()).contains("is not a run folder");
    assertThat(precious.resolve("thesis.txt")).hasContent("years of work");
  }

  @Test
  void everyStepAloneGivesWhatTheWholeRunGives() throws IOException {
    trained("whole");
    String shards = temporary.resolve("shards").toString();
    String statistics = temporary.resolve("statistics").toString();
    String run = temporary.resolve("steps").toString();

    assertThat(
            Captured.line(
                    "shard --master local[2] --source %s --output %s --drop-leaks --max-rejected 0.5"
                        + " --set shard.quality=77",
                    SHAPES, shards)
                .status())
        .isZero();
    assertThat(
            Captured.line(
                    "stats --master local[1] --shards %s --output %s --image-size 8",
                    shards, statistics)
                .status())
        .isZero();
    Captured train =
        Captured.line(
            "train --master local[2] --shards %s --statistics %s --run %s --epochs 1 " + NETWORK,
            shards,
            statistics,
            run);
    assertThat(train.status()).as(train.err()).isZero();
    assertThat(digest("steps")).isEqualTo(digest("whole"));
    assertThat(temporary.resolve("steps").resolve("config.conf"))
        .content()
        .contains(SHAPES, "dropLeaks = true", "maxRejected = 0.5", "quality = 77");

    Captured evaluate = Captured.line("evaluate %s --on test --master local[2]", run);
    assertThat(evaluate.status()).as(evaluate.err()).isZero();
    assertThat(evaluate.out())
        .contains(" of 100 test examples right")
        .containsPattern("best +validation ");
    assertThat(Captured.run("report", run).status()).isZero();
    assertThat(temporary.resolve("steps").resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void theTestSplitIsReadByNameAloneAndEveryReadingIsOnRecord() throws IOException {
    trained("run");
    Path run = temporary.resolve("run");
    Path readings = run.resolve("test-readings.csv");
    Captured set = Captured.line("evaluate %s --set evaluate.on=test --master local[2]", run);
    assertThat(set.status()).isEqualTo(2);
    assertThat(set.complaint()).contains("evaluate.on = test", "one of validation, train");
    assertThat(readings).doesNotExist();

    for (int reading = 1; reading <= 2; reading++) {
      Captured evaluate = Captured.line("evaluate %s --on test --master local[2]", run);
      assertThat(evaluate.status()).as(evaluate.err()).isZero();
      assertThat(evaluate.out())
          .contains(" of 100 test examples right", "testReadings: " + reading)
          .containsPattern("best +validation ");
      assertThat(readings).content().hasLineCount(1 + reading);
    }
    assertThat(readings).content().contains("best;last;running average;");
    assertThat(run("run", "--epochs", "2", "--resume").status()).isZero();
    assertThat(readings).content().hasLineCount(3);
    assertThat(run.resolve("report.html")).content().contains("The test split was read 2 times");
    Captured.line("evaluate %s --master local[2]", run);
    assertThat(readings).content().hasLineCount(3);
  }

  /** A hundred-thousandth of 3 GB is less than the 50 KB of images that a worker holds. */
  @Test
  void imagesThatDoNotFitInMemoryAreKeptOnDiskAndThatIsSaid() throws IOException {
    trained("fits");
    System.setProperty("spark.memory.fraction", "0.00001");
    try {
      Captured train =
          Captured.line(
              "train --master local[2] --shards %s --statistics %s --run %s --epochs 1 " + NETWORK,
              temporary.resolve("fits").resolve("shards"),
              temporary.resolve("fits").resolve("statistics"),
              temporary.resolve("does-not"));
      assertThat(train.status()).as(train.err()).isZero();
      assertThat(train.err()).contains("kB of decoded training images do not fit");
    } finally {
      System.clearProperty("spark.memory.fraction");
    }
    assertThat(digest("does-not")).isEqualTo(digest("fits"));
  }

  @Test
  void aBadRecordFoundByTheExecutorsBringsTheReplacedRunBack() throws IOException {
    trained("run");
    String before = digest("run");
    Path cifar = Files.createDirectory(temporary.resolve("cifar"));
    byte[] records = new byte[20 * 3073];
    records[7 * 3073] = 10;
    Files.write(cifar.resolve("data_batch_1.bin"), records);

    Captured bad = runFrom("cifar10:" + cifar, "run", "--overwrite");

    assertThat(bad.status()).isEqualTo(2);
    assertThat(bad.complaint()).contains("record 7 has label 10");
    assertThat(digest("run")).isEqualTo(before);
  }

  @Test
  void aRunDoesNotGoBackInTime() throws IOException {
    trained("run");
    assertThat(run("run", "--epochs", "2", "--resume").status()).isZero();

    Captured back = run("run", "--epochs", "1", "--resume");

    assertThat(back.status()).isEqualTo(2);
    assertThat(back.complaint()).contains("has trained 2 epochs already");
  }

  @Test
  void aRunDoesNotGoOnWithOtherData() throws IOException {
    trained("one");
    String shards = temporary.resolve("shards").toString();
    String statistics = temporary.resolve("statistics").toString();
    Captured.line("shard --master local[2] --source %s --seed 2 --output %s", SHAPES, shards);
    Captured.line(
        "stats --master local[2] --shards %s --image-size 8 --output %s", shards, statistics);
    String before = digest("one");

    Captured train =
        Captured.line(
            "train --master local[2] --shards %s --statistics %s --run %s --resume --epochs 2",
            shards, statistics, temporary.resolve("one"));

    assertThat(train.status()).isEqualTo(2);
    assertThat(train.complaint()).contains("another training split");
    assertThat(digest("one")).isEqualTo(before);
  }

  @Test
  void aRunIsNotReplacedByATrainingOnItsOwnShards() throws IOException {
    trained("run");
    String own = temporary.resolve("run").toString();

    Captured train =
        Captured.line(
            "train --master local[2] --shards %s --statistics %s --run %s --overwrite",
            own + "/shards", own + "/statistics", own);

    assertThat(train.status()).isEqualTo(2);
    assertThat(train.complaint()).contains("holds the shards or statistics");
    assertThat(digest("run")).hasSize(64);
  }

  @Test
  void jsonIsNeverWrittenOverAFolder() throws IOException {
    trained("run");
    String before = digest("run");

    Captured digest =
        Captured.run(
            "digest",
            temporary.resolve("run").toString(),
            "--json",
            temporary.resolve("run").toString());

    assertThat(digest.status()).isEqualTo(2);
    assertThat(digest("run")).isEqualTo(before);
  }
}
