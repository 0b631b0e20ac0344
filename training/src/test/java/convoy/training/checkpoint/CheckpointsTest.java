// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import convoy.preprocessing.BadInputException;
import convoy.training.averaging.Position;
import convoy.training.checkpoint.Checkpoints.Entry;
import convoy.training.model.NetworkSize;
import convoy.training.replica.Replica;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.Snapshots;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointsTest {
  @TempDir private Path folder;
  private Checkpoints checkpoints;

  @BeforeEach
  void open() throws IOException {
    checkpoints = in(folder);
  }

  private static Checkpoints in(Path folder) throws IOException {
    return new Checkpoints(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
  }

  /** VGG-16 has 138 million parameters. */
  @Test
  void aNetworkThatNoCheckpointHoldsIsRefused() {
    assertThatCode(() -> Checkpoints.requireHeld(new NetworkSize(268_000_000, 268_000_000)))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Checkpoints.requireHeld(new NetworkSize(268_400_000, 0)))
        .withMessageContainingAll("268,400,000 parameters", "at most 268,304,383");
  }

  /** Only names matter to lists. */
  private void touch(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(folder.resolve(name + ".zip"));
    }
  }

  private static List<String> names(List<Entry> entries) {
    return entries.stream().map(Entry::name).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0.9123, epoch-0003-val-0.9123",
    "12345, 0.00004, epoch-12345-val-0.000040",
    "1, 0.99996, epoch-0001-val-0.999960",
    "1, 1, epoch-0001-val-1.0000",
    "1, 0.9999999, epoch-0001-val-1.000000",
    "1, 0.037037037037037035, epoch-0001-val-0.037037",
    "2, , epoch-0002-val-none"
  })
  void theNameHoldsEpochAndAccuracy(int epoch, Double accuracy, String name) throws IOException {
    Replica replica = CheckpointSamples.replica();

    checkpoints.write(CheckpointSamples.checkpoint(replica, epoch, accuracy), replica);

    assertThat(names(checkpoints.list())).containsExactly(name);
    assertThat(checkpoints.last().epoch()).isEqualTo(epoch);
  }

  @Test
  void theNameIsTheSameInEveryLanguage() throws IOException {
    Replica replica = CheckpointSamples.replica();
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      checkpoints.write(CheckpointSamples.checkpoint(replica, 3, 0.5), replica);
    } finally {
      Locale.setDefault(locale);
    }

    assertThat(names(checkpoints.list())).containsExactly("epoch-0003-val-0.5000");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Replica replica = CheckpointSamples.replica();
    Checkpoint checkpoint = CheckpointSamples.checkpoint(replica, 4, 0.25);
    checkpoints.write(CheckpointSamples.checkpoint(replica, 3, 0.75), replica);

    checkpoints.write(checkpoint, replica);

    Checkpoint read = checkpoints.read(checkpoints.last());
    assertThat(read.info()).isEqualTo(checkpoint.info());
    assertThat(read.state().parameters()).isEqualTo(checkpoint.state().parameters());
    assertThat(checkpoints.last().validationAccuracy()).isEqualTo(0.25);
  }

  @Test
  void listsByEpochAndNothingElse() throws IOException {
    touch(
        "epoch-10000-val-0.5000",
        "epoch-0002-val-none",
        "epoch-0010-val-1.0000",
        "epoch-0003-val-0.1000",
        "epoch-0004-val-2.0000",
        ".epoch-0005-val-0.5000.zip.writing-12345678",
        "holiday");

    assertThat(names(checkpoints.list()))
        .containsExactly(
            "epoch-0002-val-none",
            "epoch-0003-val-0.1000",
            "epoch-0010-val-1.0000",
            "epoch-10000-val-0.5000");
    assertThat(checkpoints.list().get(0).validationAccuracy()).isNaN();
  }

  @Test
  void theBestComeFirstTheLaterOfEqualOnesAndNotTheUnmeasured() throws IOException {
    touch(
        "epoch-0001-val-0.7000",
        "epoch-0002-val-none",
        "epoch-0003-val-0.9000",
        "epoch-0004-val-0.0000",
        "epoch-0005-val-0.9000",
        "epoch-0006-val-none");

    assertThat(checkpoints.best().stream().map(Entry::epoch)).containsExactly(5, 3, 1, 4);
  }

  /** Of 50,000 images one more is right. */
  @Test
  void oneImageMoreIsBetter() throws IOException {
    Replica replica = CheckpointSamples.replica();
    checkpoints.write(CheckpointSamples.checkpoint(replica, 1, 38_302 / 50_000.0), replica);
    checkpoints.write(CheckpointSamples.checkpoint(replica, 2, 38_301 / 50_000.0), replica);
    touch("epoch-0003-val-0.7660");

    assertThat(names(checkpoints.best()))
        .containsExactly(
            "epoch-0001-val-0.766040", "epoch-0002-val-0.766020", "epoch-0003-val-0.7660");
  }

  @Test
  void pruningKeepsTheLastAndTheBest() throws IOException {
    touch(
        "epoch-0001-val-0.9500",
        "epoch-0002-val-0.6000",
        "epoch-0003-val-0.9000",
        "epoch-0004-val-0.9000",
        "epoch-0005-val-0.7000",
        "epoch-0006-val-0.8000",
        "holiday");

    checkpoints.prune(2, Snapshots.NONE);

    assertThat(checkpoints.list().stream().map(Entry::epoch)).containsExactly(1, 4, 5, 6);
    assertThat(folder.resolve("holiday.zip")).exists();
  }

  /** The best is no snapshot, one of the snapshots is the last. */
  @Test
  void snapshotsAreKeptForGoodBesideTheLastAndTheBest() throws IOException {
    touch(
        "epoch-0001-val-0.9500",
        "epoch-0002-val-0.6000",
        "epoch-0003-val-0.1000",
        "epoch-0004-val-0.7000",
        "epoch-0005-step-000012-val-none",
        "epoch-0005-val-0.2000",
        "epoch-0006-val-0.8000",
        "epoch-0007-val-none");
    Snapshots everyOther = Snapshots.epochs(1, 2);

    checkpoints.prune(1, everyOther);

    assertThat(names(checkpoints.list()))
        .containsExactly(
            "epoch-0001-val-0.9500",
            "epoch-0003-val-0.1000",
            "epoch-0005-val-0.2000",
            "epoch-0007-val-none");
    assertThat(names(checkpoints.snapshots(everyOther)))
        .containsExactly("epoch-0003-val-0.1000", "epoch-0005-val-0.2000", "epoch-0007-val-none");
    assertThat(checkpoints.snapshots(Snapshots.NONE)).isEmpty();
  }

  @Test
  void whereNoneWasMeasuredTheLaterIsTheBetter() throws IOException {
    touch("epoch-0001-val-none", "epoch-0002-val-none", "epoch-0001-step-000040-val-none");

    assertThat(names(checkpoints.best()))
        .containsExactly(
            "epoch-0002-val-none", "epoch-0001-step-000040-val-none", "epoch-0001-val-none");
  }

  @Test
  void checkpointsWithinAnEpochLieBetweenItsEnds() throws IOException {
    Replica replica = CheckpointSamples.replica();
    touch("epoch-0003-val-0.5000", "epoch-0002-val-none");

    checkpoints.write(
        CheckpointSamples.checkpoint(
            replica, UpdaterStatePolicy.RESET, new Position(2, 9, 3, 40, List.of(140, 139)), null),
        replica);

    assertThat(names(checkpoints.list()))
        .containsExactly(
            "epoch-0002-val-none", "epoch-0002-step-000140-val-none", "epoch-0003-val-0.5000");
  }

  @Test
  void theLastThatCanBeReadIsTakenWhereLaterOnesAreDamaged() throws IOException {
    Replica replica = CheckpointSamples.replica();
    Checkpoint whole = CheckpointSamples.checkpoint(replica, 3, 0.5);
    checkpoints.write(whole, replica);
    touch("epoch-0004-val-0.6000", "epoch-0005-val-0.7000");

    assertThat(checkpoints.lastReadable().info()).isEqualTo(whole.info());
    assertThat(names(checkpoints.list())).containsExactly("epoch-0003-val-0.5000");
    assertThat(names(checkpoints.best())).containsExactly("epoch-0003-val-0.5000");
    assertThat(folder.resolve("epoch-0005-val-0.7000.zip.damaged")).exists();
  }

  /** Hadoop's checksums would move it away to another folder when it is read. */
  @Test
  void aDamagedFileStaysWhereItIsUntilTrainingGoesOn() throws IOException {
    Replica replica = CheckpointSamples.replica();
    checkpoints.write(CheckpointSamples.checkpoint(replica, 3, 0.5), replica);
    Path file = folder.resolve("epoch-0003-val-0.5000.zip");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    for (int time = 0; time < 2; time++) {
      assertThatExceptionOfType(DamagedCheckpointException.class)
          .isThrownBy(() -> checkpoints.read(checkpoints.last()))
          .withMessageContaining("epoch-0003-val-0.5000.zip is damaged");
    }
    assertThat(folder.toFile().list()).containsExactly(file.getFileName().toString());
  }

  /** This machine's files, on a network that is down when they are opened. */
  public static final class Unreachable extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("unreachable:///");
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize)
        throws IOException {
      throw new IOException("no route to host");
    }
  }

  @Test
  void aFileThatCannotBeReachedIsNotTakenForADamagedOne() throws IOException {
    touch("epoch-0004-val-0.6000", "epoch-0005-val-0.7000");
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.unreachable.impl", Unreachable.class, FileSystem.class);
    Checkpoints far =
        new Checkpoints(new org.apache.hadoop.fs.Path("unreachable:" + folder), hadoop);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(far::lastReadable)
        .withMessage("no route to host");
    assertThat(names(checkpoints.list()))
        .containsExactly("epoch-0004-val-0.6000", "epoch-0005-val-0.7000");
  }

  /** Its bytes take no place on the disk, and none in memory. */
  @Test
  void aLargeFileOfNothingIsDamaged() throws IOException {
    Replica replica = CheckpointSamples.replica();
    Checkpoint whole = CheckpointSamples.checkpoint(replica, 3, 0.5);
    checkpoints.write(whole, replica);
    touch("epoch-0004-val-0.6000");
    Path file = folder.resolve("epoch-0004-val-0.6000.zip");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(1L << 40);
    }

    assertThat(checkpoints.lastReadable().info()).isEqualTo(whole.info());
    assertThat(folder.resolve("epoch-0004-val-0.6000.zip.damaged")).exists();
  }

  @Test
  void foldersAndNumbersThatAreNoEpochsAreNoCheckpoints() throws IOException {
    touch("epoch-0004-val-0.6000", "epoch-99999999999-val-0.6000");
    Files.createDirectory(folder.resolve("epoch-0005-val-0.6000.zip"));

    assertThat(names(checkpoints.list())).containsExactly("epoch-0004-val-0.6000");
  }

  @Test
  void whereNoneCanBeReadTheFirstIsNamed() throws IOException {
    touch("epoch-0004-val-0.6000", "epoch-0005-val-0.7000");

    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(checkpoints::lastReadable)
        .withMessageContaining("epoch-0004-val-0.6000.zip");
  }

  @Test
  void pruningToMoreThanThereAreKeepsAll() throws IOException {
    touch("epoch-0001-val-0.5000", "epoch-0002-val-none");

    checkpoints.prune(3, Snapshots.NONE);

    assertThat(checkpoints.list()).hasSize(2);
  }

  @Test
  void aFolderThatIsNotThereHoldsNone() throws IOException {
    Checkpoints none = in(folder.resolve("later"));

    assertThat(none.list()).isEmpty();
    for (ThrowingCallable asked : List.<ThrowingCallable>of(none::last, none::best)) {
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(asked)
          .withMessageContaining("later")
          .withMessageContaining("convoy train");
    }
  }

  @Test
  void aFileThatWasCutShortIsRefusedByItsName() throws IOException {
    Replica replica = CheckpointSamples.replica();
    checkpoints.write(CheckpointSamples.checkpoint(replica, 3, 0.5), replica);
    Path file = folder.resolve("epoch-0003-val-0.5000.zip");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> checkpoints.read(checkpoints.last()))
        .satisfies(
            refused ->
                assertThat(refused.getMessage())
                    .contains("epoch-0003-val-0.5000.zip")
                    .doesNotContain("\n"));
  }
}
