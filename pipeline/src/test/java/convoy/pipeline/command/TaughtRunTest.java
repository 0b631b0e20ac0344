// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.teacher.SoftLabels;
import convoy.pipeline.command.FailingDisk.Fault;
import convoy.pipeline.run.Inputs;
import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ImageBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Runs that learn from the ensemble of another run. */
class TaughtRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NETWORK =
      "--model two-layer --set model.hidden=8 --batch 16 --average-every 4 --epochs 2";

  @TempDir static Path shared;
  private static Path teacher;
  private static Path student;

  @TempDir Path temporary;

  @BeforeAll
  static void trainOnce() {
    teacher = shared.resolve("teacher");
    done(
        Captured.line(
            "run --master local[2] --source synthetic:train=320,test=20,seed=1 --image-size 8"
                + " --members 2 --run %s "
                + NETWORK,
            teacher));
    student = shared.resolve("student");
    done(train(student.toString(), "--teacher", teacher.toString()));
  }

  @AfterEach
  void mendTheDisk() {
    FailingDisk.isMended();
  }

  /** Trains on the teacher's shards and statistics. */
  private static Captured train(String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--master", "local[2]"));
    arguments.addAll(List.of("--shards", teacher.resolve("shards").toString()));
    arguments.addAll(List.of("--statistics", teacher.resolve("statistics").toString()));
    arguments.addAll(List.of("--run", run));
    if (!List.of(more).contains("--model")) {
      arguments.addAll(List.of(NETWORK.split(" ")));
    }
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  private static Captured done(Captured command) {
    assertThat(command.status()).as(command.err()).isZero();
    return command;
  }

  private String refused(String... more) {
    Captured command = train(temporary.resolve("refused").toString(), more);
    assertThat(command.status()).as(command.err()).isEqualTo(2);
    assertThat(temporary.resolve("refused")).doesNotExist();
    return command.complaint();
  }

  private static String digest(Path run) {
    return done(Captured.run("digest", run.toString())).out().strip();
  }

  private static JsonNode provenance(Path run) throws IOException {
    return JSON.readTree(run.resolve("provenance.json").toFile());
  }

  private static List<Double> dataLosses(Path run) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("history.csv"));
    int column = List.of(lines.get(0).split(",", -1)).indexOf("dataLoss");
    return lines.stream().skip(1).map(line -> Double.valueOf(line.split(",", -1)[column])).toList();
  }

  private static Path lastCheckpoint(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files
          .filter(file -> file.toString().endsWith(".zip"))
          .sorted()
          .reduce((first, last) -> last)
          .orElseThrow();
    }
  }

  @Test
  void aRunSaysWhoTaughtItAndItsLossFalls() throws IOException {
    JsonNode said = provenance(student).get("teacher");
    assertThat(said.get("run").asText()).endsWith(teacher.toString());
    assertThat(said.get("checkpoints"))
        .extracting(JsonNode::asText)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("epoch-"),
            second -> assertThat(second).startsWith("members/02/epoch-"));
    assertThat(said.get("probabilities").asText()).matches("[0-9a-f]{64}");
    assertThat(provenance(student).get("loss").asText())
        .isEqualTo(
            "cross-entropy with labels and a teacher's softened probabilities:"
                + " temperature=2.0 share=0.5");
    assertThat(provenance(teacher).has("teacher")).isFalse();
    assertThat(student.resolve("config.conf"))
        .content()
        .contains("distil = \"softened temperature=2 share=0.5\"\n");
    List<Double> losses = dataLosses(student);
    assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0));
    assertThat(digest(student)).isNotEqualTo(digest(teacher));
  }

  /** Row by row beside the examples, they give what evaluation measures of the ensemble. */
  @Test
  void whatIsStoredIsWhatTheTeachersEvaluationSays() throws IOException {
    Path judged = temporary.resolve("judged");
    FileUtils.copyDirectory(teacher.toFile(), judged.toFile());
    done(Captured.line("evaluate --master local[2] --on train %s", judged));
    JsonNode ensemble = null;
    for (JsonNode member : JSON.readTree(judged.resolve("metrics.json").toFile()).get("members")) {
      boolean trained = member.get("split").asText().equals("train");
      if (trained && member.get("name").asText().equals("member ensemble")) {
        ensemble = member;
      }
    }

    ClassificationMetrics stored = ClassificationMetrics.zero(10);
    Configuration hadoop = new Configuration();
    try (var spark = ClusterSession.open("local[2]")) {
      Inputs inputs =
          Inputs.open(
              new org.apache.hadoop.fs.Path(teacher.resolve("shards").toUri()),
              new org.apache.hadoop.fs.Path(teacher.resolve("statistics").toUri()),
              hadoop);
      var blocks = inputs.shards().blocks(spark, Split.TRAIN, 2, inputs.statistics().shape());
      var place = new org.apache.hadoop.fs.Path(student.resolve("teacher").toUri());
      for (ImageBlock block : SoftLabels.open(place, hadoop).beside(spark, blocks).collect()) {
        for (int image = 0; image < block.count(); image++) {
          stored.add(block.softLabels(), image * 10, block.label(image));
        }
      }
    }

    assertThat(ensemble).isNotNull();
    assertThat(stored.count()).isEqualTo(ensemble.get("count").asLong());
    assertThat(stored.top1()).isEqualTo(ensemble.get("top1").asDouble());
    assertThat(stored.crossEntropy())
        .isCloseTo(ensemble.get("crossEntropy").asDouble(), within(1e-6));
  }

  @Test
  void itsCheckpointIsAnOrdinaryNetwork() throws IOException {
    Path run = temporary.resolve("run");
    FileUtils.copyDirectory(student.toFile(), run.toFile());
    ComputationGraph graph = ModelSerializer.restoreComputationGraph(lastCheckpoint(run).toFile());
    OutputLayer output = (OutputLayer) graph.getOutputLayer(0).conf().getLayer();
    assertThat(output.getLossFn()).isInstanceOf(LossMCXENT.class);
    graph.close();
    done(Captured.line("evaluate --master local[2] --with %s %s", teacher, run));
    done(Captured.line("report %s", run));
  }

  @Test
  void aRunThatIsKilledGoesOnWithoutItsTeacher() throws IOException {
    Path gone = temporary.resolve("gone");
    FileUtils.copyDirectory(teacher.toFile(), gone.toFile());
    String run = "failing:" + temporary.resolve("killed");
    FailingDisk.fails(new Fault("checkpoints/.epoch-0002", 10_000, false, true));
    assertThat(train(run, "--teacher", gone.toString()).status()).isEqualTo(1);
    FailingDisk.isMended();
    FileUtils.deleteDirectory(gone.toFile());

    Captured other = train(run, "--resume", "--teacher", teacher.toString());
    assertThat(other.status()).isEqualTo(2);
    assertThat(other.complaint()).contains("begun with the teacher");
    Captured hotter = train(run, "--resume", "--set", "train.distil=softened temperature=5");
    assertThat(hotter.status()).isEqualTo(2);
    assertThat(hotter.complaint()).contains("train.distil", "begun with");

    Captured resumed = done(train(run, "--resume", "--teacher", gone.toString()));
    assertThat(resumed.err()).contains("going on after 1 epochs and 3 rounds");
    assertThat(resumed.err()).doesNotContain("asking the teacher");
    assertThat(digest(temporary.resolve("killed"))).isEqualTo(digest(student));
    assertThat(provenance(temporary.resolve("killed")).get("teacher").get("probabilities"))
        .isEqualTo(provenance(student).get("teacher").get("probabilities"));
  }

  @Test
  void aRunThatIsKilledWhileItsTeacherAnswersAsksAgain() throws IOException {
    String run = "failing:" + temporary.resolve("killed");
    FailingDisk.fails(new Fault("part-00001", 10, false, true));
    assertThat(train(run, "--teacher", teacher.toString()).status()).isEqualTo(1);
    FailingDisk.isMended();
    assertThat(temporary.resolve("killed/teacher")).doesNotExist();
    endWriters(temporary.resolve("killed"));

    Captured alone = train(run, "--resume");
    assertThat(alone.status()).isEqualTo(2);
    assertThat(alone.complaint()).contains("needs a teacher", "--teacher RUN");
    done(train(run, "--resume", "--teacher", teacher.toString()));
    assertThat(digest(temporary.resolve("killed"))).isEqualTo(digest(student));
  }

  /**
   * What is half there names its process, which lives on here; now it names one that is no more.
   */
  private static void endWriters(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.filter(half -> half.toString().contains(".writing-")).toList()) {
        String name = file.getFileName().toString();
        Files.move(
            file,
            file.resolveSibling(name.replaceFirst("(\\.writing-[0-9a-f]{8}-\\d+)-\\d+-", "$1-1-")));
      }
    }
  }

  @Test
  void membersLearnFromTheSameAnswersOfOneTrainingsBestCheckpoints() throws IOException {
    Path run = temporary.resolve("members");
    done(
        train(
            run.toString(),
            "--teacher",
            student.toString(),
            "--members",
            "2",
            "--set",
            "train.distil=softened temperature=2 share=0.5"));

    JsonNode said = provenance(run).get("teacher");
    assertThat(said.get("checkpoints"))
        .extracting(checkpoint -> checkpoint.asText().substring(0, 10))
        .containsExactlyInAnyOrder("epoch-0001", "epoch-0002");
    assertThat(provenance(run.resolve("members/02")).get("teacher")).isEqualTo(said);
    assertThat(provenance(run.resolve("members/02")).get("loss").asText())
        .contains("temperature=2.0 share=0.5");
    assertThat(run.resolve("members/02/teacher")).doesNotExist();
    assertThat(digest(run.resolve("members/02"))).isNotEqualTo(digest(run));
  }

  @Test
  void aTeacherOfOtherImagesOrWithoutProbabilitiesIsRefused() {
    Path other = temporary.resolve("other");
    done(
        Captured.line(
            "run --master local[2] --source synthetic:train=100,test=20,seed=2 --image-size 8"
                + " --model softmax --epochs 1 --run %s",
            other));
    Path scores = temporary.resolve("scores");
    done(train(scores.toString(), "--model", "svm", "--epochs", "1"));

    assertThat(refused("--teacher", other.toString()))
        .contains("another training split", "validated by");
    assertThat(refused("--teacher", scores.toString())).contains("model.name = svm gives scores");
    assertThat(refused("--teacher", temporary.resolve("nowhere").toString()))
        .contains("not a run folder");
  }

  @Test
  void whatCannotLearnFromATeacherIsRefused() {
    String of = teacher.toString();
    assertThat(refused("--teacher", of, "--model", "svm"))
        .contains("model.name = svm gives scores");
    assertThat(refused("--teacher", of, "--trainer", "dl4j")).contains("labels alone");
    assertThat(refused("--set", "train.distil=softened")).contains("needs a teacher");
    Captured whole =
        Captured.line(
            "run --master local[2] --run %s --set train.distil=softened",
            temporary.resolve("refused"));
    assertThat(whole.status()).isEqualTo(2);
    assertThat(whole.complaint()).contains("needs a teacher");
    assertThat(temporary.resolve("refused")).doesNotExist();

    Captured itself = train(teacher.toString(), "--overwrite", "--teacher", of);
    assertThat(itself.status()).isEqualTo(2);
    Captured late = train(teacher.toString(), "--resume", "--teacher", of);
    assertThat(late.status()).isEqualTo(2);
    assertThat(teacher.resolve("checkpoints")).isNotEmptyDirectory();
    assertThat(done(Captured.run("train", "--help")).out()).contains("--teacher=RUN");
  }
}
