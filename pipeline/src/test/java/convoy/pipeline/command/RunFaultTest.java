// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.pipeline.command.FailingDisk.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs whose disk fails while a checkpoint is written, or damages it later: each is resumed and
 * ends with the parameters of the undisturbed run, to the last bit.
 */
class RunFaultTest {
  private static final int ROUNDS = 10;

  /** The second of four: after round 6. */
  private static final String CHECKPOINT = "epoch-0001-step-000004-val-none.zip";

  private static final String BEFORE = "epoch-0000-step-000012-val-none.zip";

  @TempDir static Path temporary;
  private static String digest;

  @BeforeAll
  static void trainUndisturbed() {
    done(
        train(
            List.of("run", "--source", "synthetic:train=600,test=100,seed=1", "--image-size", "8"),
            folder("undisturbed").toString()));
    digest = digest("undisturbed");
  }

  @AfterEach
  void mendTheDisk() {
    FailingDisk.isMended();
  }

  private static Path folder(String name) {
    return temporary.resolve(name);
  }

  private static Path checkpoint(String name, String file) {
    return folder(name).resolve("checkpoints").resolve(file);
  }

  private static Captured train(List<String> command, String run, String... more) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--master", "local[2]", "--run", run, "--epochs", "2"));
    arguments.addAll(List.of("--model", "two-layer", "--set", "model.hidden=16"));
    arguments.addAll(List.of("--batch", "16", "--average-every", "4"));
    arguments.addAll(List.of("--set", "train.checkpoint=rounds every=3"));
    arguments.addAll(List.of("--set", "train.keepCheckpoints=9"));
    arguments.addAll(List.of(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  /** Trains on a disk that may fail, on what the undisturbed run made of the source. */
  private static Captured trainOnFailingDisk(String name, String... more) {
    return train(
        List.of(
            "train",
            "--shards",
            folder("undisturbed").resolve("shards").toString(),
            "--statistics",
            folder("undisturbed").resolve("statistics").toString()),
        "failing:" + folder(name),
        more);
  }

  private static Captured done(Captured command) {
    assertThat(command.status()).as(command.err()).isZero();
    return command;
  }

  private static String digest(String name) {
    return done(Captured.run("digest", folder(name).toString())).out().strip();
  }

  private static List<String> checkpoints(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder(name).resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertLikeUndisturbed(String name) throws IOException {
    assertThat(digest(name)).isEqualTo(digest);
    assertThat(Files.readAllLines(folder(name).resolve("history.csv")))
        .extracting(line -> line.split(",", -1)[1])
        .startsWith("round")
        .endsWith(
            IntStream.rangeClosed(1, ROUNDS).mapToObj(Integer::toString).toArray(String[]::new));
    assertThat(checkpoints(name)).filteredOn(file -> file.endsWith(".zip")).hasSize(4);
  }

  /** Half files name their process, which lives on here; now they name one that is no more. */
  private static void endWriters(String name) throws IOException {
    for (String file : checkpoints(name)) {
      String ended = file.replaceFirst("(\\.writing-[0-9a-f]{8}-\\d+)-\\d+-", "$1-1-");
      Files.move(checkpoint(name, file), checkpoint(name, ended));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10_000, -1})
  void aRunThatIsKilledWhileItWritesACheckpointGoesOnFromTheOneBefore(long bytes)
      throws IOException {
    long size = Files.size(checkpoint("undisturbed", CHECKPOINT));
    long written = bytes < 0 ? size + bytes : bytes;
    String name = "killed" + written;

    FailingDisk.fails(new Fault(CHECKPOINT, written, false, true));
    assertThat(trainOnFailingDisk(name).status()).isEqualTo(1);
    FailingDisk.isMended();

    assertThat(checkpoints(name))
        .hasSize(2)
        .contains(BEFORE)
        .anyMatch(file -> file.startsWith("." + CHECKPOINT + ".writing-"));
    endWriters(name);
    Captured resumed = done(trainOnFailingDisk(name, "--resume"));
    assertThat(resumed.err()).contains("going on after 0 epochs and 3 rounds");
    assertThat(checkpoints(name)).noneMatch(file -> file.startsWith("."));
    assertLikeUndisturbed(name);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullDiskEndsARunInOneLineAndLeavesNoHalf(boolean atClose) throws IOException {
    String name = "full" + atClose;

    FailingDisk.fails(new Fault(CHECKPOINT, 10_000, atClose, false));
    Captured full = trainOnFailingDisk(name);
    FailingDisk.isMended();

    assertThat(full.status()).isEqualTo(1);
    assertThat(full.complaint())
        .contains("cannot write", CHECKPOINT, "No space left on device", "make room", "--resume")
        .hasLineCount(1);
    assertThat(full.err()).doesNotContain("\tat ");
    assertThat(checkpoints(name)).containsExactly(BEFORE);
    done(trainOnFailingDisk(name, "--resume"));
    assertLikeUndisturbed(name);
    assertThat(folder(name).resolve("faults.csv")).content().contains(",3,resumed,");
    assertThat(folder(name).resolve("underway")).doesNotExist();
  }

  @Test
  void aCheckpointThatWasCutShortOrChangedGivesWayToTheOneBefore() throws IOException {
    String name = "damaged";
    FailingDisk.fails(new Fault("epoch-0002", 0, false, true));
    assertThat(trainOnFailingDisk(name).status()).isEqualTo(1);
    FailingDisk.isMended();
    String last = "epoch-0001-step-000016-val-none.zip";
    for (String damaged : List.of(last, CHECKPOINT)) {
      Path file = checkpoint(name, damaged);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, damaged.equals(last) ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
    }

    Captured digest = Captured.run("digest", folder(name).toString());
    assertThat(digest.status()).isEqualTo(2);
    assertThat(digest.complaint()).contains(last, "is damaged", "move it away", "--resume");

    Captured resumed = done(trainOnFailingDisk(name, "--resume"));
    assertThat(resumed.err())
        .contains("WARN", last + " is damaged", CHECKPOINT + " is damaged")
        .contains("going on after 0 epochs and 3 rounds");
    assertThat(checkpoints(name)).contains(last + ".damaged", CHECKPOINT + ".damaged");
    assertThat(folder(name).resolve("faults.csv"))
        .content()
        .contains("checkpoint damaged," + last.replace(".zip", ""))
        .contains(",3,resumed,");
    assertLikeUndisturbed(name);
    done(Captured.run("evaluate", folder(name).toString(), "--master", "local[2]"));
    done(Captured.run("report", folder(name).toString()));
  }
}
