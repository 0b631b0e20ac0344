// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.pipeline.command.FailingDisk.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What ensembles are made of: several trainings in one run, each what its seed alone would have
 * given, and several checkpoints of one training.
 */
class TrainedMembersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NETWORK =
      "--model two-layer --set model.hidden=8 --batch 16 --average-every 4";

  @TempDir static Path shared;
  private static Path plain;
  private static Path three;

  @TempDir Path temporary;

  @BeforeAll
  static void trainOnce() {
    plain = shared.resolve("plain");
    done(
        Captured.line(
            "run --master local[2] --source synthetic:train=320,test=20,seed=1 --image-size 8"
                + " --epochs 2 --run %s "
                + NETWORK,
            plain));
    three = shared.resolve("three");
    Captured members = done(train(three.toString(), "--epochs", "2", "--members", "3"));
    assertThat(members.err())
        .contains("member 1/3, epoch 2/2", "member 2/3, epoch 1/2", "member 3/3, epoch 2/2");
  }

  @AfterEach
  void mendTheDisk() {
    FailingDisk.isMended();
  }

  /** Trains on the shards and statistics of the plain run. */
  private static Captured train(String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--master", "local[2]"));
    arguments.addAll(List.of("--shards", plain.resolve("shards").toString()));
    arguments.addAll(List.of("--statistics", plain.resolve("statistics").toString()));
    arguments.addAll(List.of("--run", run));
    arguments.addAll(List.of(NETWORK.split(" ")));
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  private static Captured done(Captured command) {
    assertThat(command.status()).as(command.err()).isZero();
    return command;
  }

  private static String digest(Path run) {
    return done(Captured.run("digest", run.toString())).out().strip();
  }

  /** Of the first members of a run. */
  private static List<String> digests(Path run, int members) {
    return IntStream.rangeClosed(1, members)
        .mapToObj(member -> digest(member == 1 ? run : member(run, member)))
        .toList();
  }

  private static Path member(Path run, int number) {
    return run.resolve("members").resolve("0" + number);
  }

  private static JsonNode provenance(Path run) throws IOException {
    return JSON.readTree(run.resolve("provenance.json").toFile());
  }

  @Test
  void theFirstMemberIsTheRunAndEachOtherIsTheRunOfItsSeed() throws IOException {
    assertThat(digest(three)).isEqualTo(digest(plain));
    assertThat(digests(three, 3)).doesNotHaveDuplicates();
    JsonNode seeds = provenance(three).get("memberSeeds");
    assertThat(seeds).hasSize(3);
    assertThat(seeds.get(0).asLong()).isEqualTo(1);
    assertThat(provenance(member(three, 2)).get("seed")).isEqualTo(seeds.get(1));
    assertThat(provenance(member(three, 2)).get("trainDigest"))
        .isEqualTo(provenance(plain).get("trainDigest"));
    assertThat(provenance(plain).has("memberSeeds")).isFalse();
    assertThat(member(three, 3).resolve("config.conf"))
        .content()
        .contains("seed = " + seeds.get(2).asText() + "\n", "members = 1\n");
    assertThat(Files.readAllLines(member(three, 3).resolve("history.csv"))).hasSize(1 + 2 * 3);

    Path alone = temporary.resolve("alone");
    done(train(alone.toString(), "--epochs", "2", "--seed", seeds.get(1).asText()));
    assertThat(digest(alone)).isEqualTo(digest(member(three, 2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aRunThatIsKilledGoesOnInTheMemberWhereItStopped(int member) throws IOException {
    Path run = temporary.resolve("killed");

    FailingDisk.fails(
        new Fault("members/0" + member + "/checkpoints/.epoch-0002", 5_000, false, true));
    assertThat(train("failing:" + run, "--epochs", "2", "--members", "3").status()).isEqualTo(1);
    FailingDisk.isMended();
    assertThat(member(run, 5 - member).resolve("checkpoints").toFile().exists())
        .isEqualTo(member == 3);

    Captured resumed = done(train("failing:" + run, "--resume"));
    assertThat(resumed.err())
        .contains("member %s/3, epoch 2/2".formatted(member))
        .doesNotContain("member 1/3, epoch", "member %s/3, epoch 1/2".formatted(member));
    assertThat(resumed.err().contains("member 2/3 is trained already")).isEqualTo(member == 3);
    assertThat(digests(run, 3)).isEqualTo(digests(three, 3));
  }

  /** Its configuration is a member's first file. */
  @Test
  void aMemberThatWasKilledBeforeItWasBegunIsBegun() throws IOException {
    Path run = temporary.resolve("killed");

    FailingDisk.fails(new Fault("members/02/.config.conf", 10, false, true));
    assertThat(train("failing:" + run, "--epochs", "2", "--members", "2").status()).isEqualTo(1);
    FailingDisk.isMended();
    assertThat(member(run, 2)).isDirectory();
    assertThat(member(run, 2).resolve("config.conf")).doesNotExist();

    done(train("failing:" + run, "--resume"));
    assertThat(digests(run, 2)).isEqualTo(digests(three, 2));
  }

  @Test
  void membersMayBeAddedToARunThatIsMovedAndFewerDeleteNone() throws IOException {
    Path first = temporary.resolve("first");
    FileUtils.copyDirectory(plain.toFile(), first.toFile());
    String resume = "run --master local[2] --resume --run %s --members ";
    done(Captured.line(resume + "2", first));
    assertThat(digests(first, 2)).isEqualTo(digests(three, 2));

    Path run = Files.move(first, temporary.resolve("moved"));
    Path checkpoints = member(run, 2).resolve("checkpoints");
    FileTime trained = Files.getLastModifiedTime(checkpoints);
    Captured one = done(Captured.line(resume + "1", run));

    assertThat(one.err()).doesNotContain("member 1/1", "member 2/");
    assertThat(Files.getLastModifiedTime(checkpoints)).isEqualTo(trained);
    assertThat(run.resolve("config.conf")).content().contains("members = 1\n");
    assertThat(provenance(run).get("memberSeeds")).hasSize(2);
    // A member is a run: it finds the shards and statistics of the one that it belongs to.
    assertThat(provenance(member(run, 2)).get("shards").asText()).isEqualTo("../../shards");
    done(Captured.line("evaluate --master local[2] %s", member(run, 2)));
    done(Captured.line("report %s", member(run, 2)));
  }

  @Test
  void membersAreJudgedAloneAndTogether() throws IOException {
    Path run = temporary.resolve("judged");
    FileUtils.copyDirectory(three.toFile(), run.toFile());
    done(Captured.line("evaluate --master local[2] --augment flip %s", run));

    Map<String, JsonNode> members = new TreeMap<>();
    for (JsonNode member : JSON.readTree(run.resolve("metrics.json").toFile()).get("members")) {
      members.put(member.get("name").asText(), member);
    }
    assertThat(members)
        .containsKeys("best", "member 2", "member 3", "greedy ensemble", "weighted ensemble")
        .containsKeys(
            "member ensemble", "member ensemble, augmented (flip)", "best, augmented (flip)");
    assertThat(members.get("member ensemble").get("checkpoints"))
        .extracting(JsonNode::asText)
        .satisfiesExactly(
            own -> assertThat(own).startsWith("epoch-"),
            second -> assertThat(second).startsWith("members/02/epoch-"),
            third -> assertThat(third).startsWith("members/03/epoch-"));
    JsonNode gain = members.get("member ensemble").get("ensemble");
    assertThat(gain.get("parts").asInt()).isEqualTo(3);
    assertThat(gain.get("growth")).hasSize(3);
    assertThat(gain.get("growth").get(2)).isEqualTo(members.get("member ensemble").get("top1"));
    assertThat(gain.get("growth").get(0)).isEqualTo(members.get("best").get("top1"));
    assertThat(members.get("best").has("ensemble")).isFalse();
    for (String name : List.of("member 2", "member ensemble")) {
      assertThat(predictedTop1(run, name)).isEqualTo(members.get(name).get("top1").asDouble());
    }
    assertThat(members.get("member ensemble, majority vote").has("crossEntropy")).isFalse();
    assertThat(members.get("member ensemble, mean of logits").has("calibration")).isTrue();
  }

  /** Of the rows that the command predict writes of the validation split. */
  private double predictedTop1(Path run, String member) throws IOException {
    Path output = temporary.resolve(member);
    done(
        Captured.line(
            "predict %s --input %s --output %s --member %s --master local[2]",
            run, plain.resolve("shards"), output, member));
    List<String[]> rows =
        Files.readAllLines(output.resolve("predictions-00000.csv")).stream()
            .skip(1)
            .map(row -> row.split(",", -1))
            .toList();
    long right = rows.stream().filter(row -> row[1].equals(row[2])).count();
    return (double) right / rows.size();
  }

  /** Of other checkpoints one is kept, and none is written but the last. */
  private static Captured trainWithSnapshots(Path run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--set", "train.learningRate.warmUp=1"));
    arguments.addAll(List.of("--schedule", "cosine epochs=2"));
    arguments.addAll(List.of("--set", "train.snapshots=epochs every=2"));
    arguments.addAll(List.of("--set", "train.checkpoint=rounds every=100"));
    arguments.addAll(List.of("--set", "train.keepCheckpoints=1"));
    arguments.addAll(List.of(more));
    return train(run.toString(), arguments.toArray(String[]::new));
  }

  /** The checkpoints at the ends of these epochs, in their order, and when each was written. */
  private static Map<String, FileTime> checkpoints(Path run, String epochs) throws IOException {
    Map<String, FileTime> written = new TreeMap<>();
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.matches("epoch-000" + epochs + "-val-.*zip")) {
          written.put(name, Files.getLastModifiedTime(file));
        }
      }
    }
    return written;
  }

  @Test
  void theEndsOfCyclesAreKeptForGoodAndStayAsTheyAreWhenTheRunGoesOn() throws IOException {
    Path whole = temporary.resolve("whole");
    Path parts = temporary.resolve("parts");
    done(trainWithSnapshots(whole, "--epochs", "7"));
    done(trainWithSnapshots(parts, "--epochs", "6"));
    Map<String, FileTime> before = checkpoints(parts, "[35]");
    done(trainWithSnapshots(parts, "--epochs", "7", "--resume"));

    assertThat(checkpoints(whole, "\\d").keySet())
        .satisfiesExactly(
            third -> assertThat(third).startsWith("epoch-0003"),
            fifth -> assertThat(fifth).startsWith("epoch-0005"),
            last -> assertThat(last).startsWith("epoch-0007"));
    assertThat(checkpoints(parts, "[35]")).hasSize(2).isEqualTo(before);
    assertThat(checkpoints(parts, "[357]").keySet())
        .isEqualTo(checkpoints(whole, "[357]").keySet());
    assertThat(digest(parts)).isEqualTo(digest(whole));

    Captured none = train(parts.toString(), "--resume", "--set", "train.snapshots=none");
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.complaint()).contains("train.snapshots", "begun with");
  }

  @Test
  void theOptionIsExplainedAndABadNumberIsRefused() {
    assertThat(done(Captured.run("train", "--help")).out())
        .contains("--members=N", "setting train.members");
    for (String bad : List.of("0", "many", "2.5")) {
      Captured refused = train(temporary.resolve("run").toString(), "--members", bad);
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.complaint()).contains("train.members = " + bad, "from 1 to 1000");
    }
    assertThat(temporary.resolve("run")).doesNotExist();
  }
}
