// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import convoy.preprocessing.BadInputException;
import convoy.training.model.ModelSettings;
import convoy.training.replica.Replica;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoints that were changed in every way that a seed can think of, read in a process of their
 * own, which may die: each is the checkpoint that was written, or is refused in one line.
 */
class CheckpointFuzzTest {
  private static final int FILES = 2_000;
  private static final String HEAP = "-Xmx64m";
  private static final long MINUTES_FOR_ALL = 30;

  /** Bytes that reading any of them allocates: the JSON of a network, and twice its numbers. */
  private static final long MOST_ALLOCATED = 8 << 20;

  private static final List<String> ENTRIES =
      List.of(
          ModelSerializer.COEFFICIENTS_BIN,
          ModelSerializer.UPDATER_BIN,
          ModelSerializer.CONFIGURATION_JSON,
          CheckpointLayout.INFO,
          CheckpointLayout.INFO);

  @Test
  void everyChangedCheckpointIsReadOrRefused(@TempDir Path folder) throws Exception {
    ModelSettings model =
        new ModelSettings(
            "softmax", 1, 0, 1e-3, false, CheckpointSamples.SHAPE, List.of("a", "b", "c"));
    Path file = folder.resolve("checkpoint.zip");
    try (Replica replica = CheckpointSamples.replica(model);
        OutputStream out = Files.newOutputStream(file)) {
      CheckpointFile.write(CheckpointSamples.atFirstEpoch(model, replica), replica, out);
    }
    Path output = folder.resolve("output");
    Process reader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash"),
                "-cp",
                System.getProperty("java.class.path"),
                CheckpointFuzzTest.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(reader.waitFor(MINUTES_FOR_ALL, TimeUnit.MINUTES)).isTrue();
      assertThat(reader.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      reader.destroyForcibly();
    }
    assertThat(Files.readString(output)).contains("read " + FILES + " files");
  }

  /** The process: reads a file changed by each seed. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    byte[] file = Files.readAllBytes(Path.of(arguments[0]));
    Checkpoint written = CheckpointFile.read(new ZipBytes.InMemory(file));
    int whole = 0;
    for (int seed = 0; seed < FILES; seed++) {
      try {
        Random random = new Random(seed);
        boolean zipAnew = random.nextBoolean();
        byte[] changed = zipAnew ? withChangedEntry(file, random) : changed(file, random);
        whole += isWhole(changed, written, !zipAnew) ? 1 : 0;
      } catch (Throwable e) {
        out.println("seed " + seed + ": " + e);
        e.printStackTrace(out);
        System.exit(1);
      }
    }
    // Both ways are taken, or the changes would be too tame or too wild to find anything.
    if (whole < FILES / 100 || whole > FILES / 2) {
      out.println(whole + " files are whole");
      System.exit(1);
    }
    out.println("read " + FILES + " files");
    System.exit(0); // ND4J's threads would hold the process
  }

  private static boolean isWhole(byte[] changed, Checkpoint written, boolean everywhere)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      Checkpoint read = CheckpointFile.read(new ZipBytes.InMemory(changed));
      assertThat(Arrays.equals(read.state().parameters(), written.state().parameters())).isTrue();
      if (everywhere) {
        assertThat(read.info()).isEqualTo(written.info());
      }
      return true;
    } catch (BadInputException e) {
      assertThat(e.getMessage()).startsWith("checkpoint here.zip").doesNotContain("\n");
      return false;
    } finally {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED);
    }
  }

  /** One entry is changed, and the zip is right again. */
  private static byte[] withChangedEntry(byte[] file, Random random) {
    ZipBytes zip = ZipBytes.of(file);
    String name = ENTRIES.get(random.nextInt(ENTRIES.size()));
    byte[] entry = zip.get(name);
    // Of an array the header: one number of it is as good as another for its values.
    int most = name.endsWith(".bin") ? 113 : entry.length;
    byte[] head = changed(Arrays.copyOf(entry, most), random);
    byte[] rest = Arrays.copyOfRange(entry, most, entry.length);
    byte[] joined = Arrays.copyOf(head, head.length + rest.length);
    System.arraycopy(rest, 0, joined, head.length, rest.length);
    return zip.with(name, joined).bytes();
  }

  private static byte[] changed(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(8)) {
        case 0 -> changed = Arrays.copyOf(changed, 1 + random.nextInt(changed.length));
        case 1 -> Arrays.fill(changed, at, Math.min(changed.length, at + 8), (byte) 0xff);
        case 2 -> changed[at] = (byte) (random.nextInt(3) - 1);
        case 3 -> changed[at] = (byte) ('0' + random.nextInt(10));
        case 4 -> changed = nearTheEnd(changed, random);
        case 5 -> changed = doubled(changed, at, random);
        default -> changed[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return changed;
  }

  /** The directory of a zip and the progress of a training stand at the end. */
  private static byte[] nearTheEnd(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    int reach = Math.min(changed.length, 900);
    changed[changed.length - 1 - random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
    return changed;
  }

  /** Some bytes twice. */
  private static byte[] doubled(byte[] bytes, int at, Random random) {
    int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
    byte[] changed = new byte[bytes.length + length];
    System.arraycopy(bytes, 0, changed, 0, at);
    System.arraycopy(bytes, at, changed, at, length);
    System.arraycopy(bytes, at, changed, at + length, bytes.length - at);
    return changed;
  }
}
