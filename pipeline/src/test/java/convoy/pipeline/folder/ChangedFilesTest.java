// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.metric.MetricsFile;
import convoy.evaluation.teacher.SoftLabels;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import convoy.preprocessing.shard.ShardFolder;
import convoy.preprocessing.statistics.NpyFile;
import convoy.preprocessing.statistics.PixelSums;
import convoy.preprocessing.statistics.Statistics;
import convoy.preprocessing.statistics.StatisticsFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of shards, statistics, teachers and runs, changed in every way that a seed can think
 * of: each is read, or refused in one line, in little time and memory.
 */
@Timeout(value = 1800, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChangedFilesTest {
  private static final int CHANGES = 2_000;
  private static final long MOST_ALLOCATED = 16 << 20;
  private static final Configuration HADOOP = new Configuration();

  private static final String SHARDS =
      """
      {"version": 2,
       "origin": {"source": "synthetic:train=5", "seed": 1, "validation": 0.1, "stratified": true,
         "images": "as they came", "options": null, "made": {"command": "convoy shard"}},
       "shape": {"channels": 3, "height": 32, "width": 32},
       "elements": "uint8",
       "classNames": ["cat", "dog"],
       "leftOut": {"rejected": {"empty": 2}, "leaks": 0, "dropped": 0},
       "splits": {
         "train": {"count": 5, "classHistogram": [2, 3], "digest": "12", "shards": [
           {"file": "train/part-00000.parquet", "count": 3, "classHistogram": [1, 2],
            "sha256": "34"},
           {"file": "train/part-00001.parquet", "count": 2, "classHistogram": [1, 1],
            "sha256": "56"}]}}}
      """;

  private static final String TEACHER =
      """
      {"version": 1,
       "teacher": {"run": "file:/x", "checkpoints": ["epoch-0001-val-0.5000"], "splitDigest": "12",
         "orderSeed": 1},
       "classes": 2,
       "parts": [{"file": "part-00000.npy", "examples": 3, "sha256": "34"}]}
      """;

  private static final String MISTAKES =
      """
      {"member": "best", "split": "validation", "shape": {"channels": 3, "height": 1, "width": 2},
       "mistakes": [{"mistake": {"key": 5, "label": 0, "predicted": 1, "confidence": 0.75},
         "pixels": "AAECAwQF"}]}
      """;

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e400",
          "\"NaN\"",
          "2147483647",
          "4294967296",
          "9223372036854775808",
          "\"\"",
          "\"../../../etc/passwd\"",
          "\"/etc/passwd\"",
          "\"http://localhost/x\"",
          "\"\\u001b[2J\\n\"",
          "[]",
          "{}",
          "[null]",
          "[[0]]",
          "[".repeat(5000));

  @TempDir private Path folder;

  /** Reads a file of which some bytes are others. */
  @FunctionalInterface
  private interface Reader {
    void read(byte[] changed) throws IOException;
  }

  private static void change(byte[] whole, boolean isJson, Reader reader) throws IOException {
    reader.read(whole);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int seed = 0; seed < CHANGES; seed++) {
      Random random = new Random(seed);
      byte[] changed =
          isJson && random.nextInt(3) > 0 ? changedJson(whole, random) : changed(whole, random);
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        reader.read(changed);
      } catch (BadInputException e) {
        assertThat(e.getMessage())
            .as("seed " + seed)
            .hasSizeLessThan(1_000)
            .doesNotContainPattern("\\p{Cntrl}");
        refused++;
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("seed " + seed)
          .isLessThan(MOST_ALLOCATED);
    }
    assertThat(refused).isBetween(CHANGES / 4, CHANGES - 1);
  }

  private static byte[] changed(byte[] whole, Random random) {
    byte[] changed = whole.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 -> changed[at] = (byte) ('0' + random.nextInt(10));
        default -> changed = Arrays.copyOf(changed, 1 + at);
      }
    }
    return changed;
  }

  /** A value is another, a field is missing, or there twice. */
  private static byte[] changedJson(byte[] whole, Random random) {
    String text = new String(whole, StandardCharsets.UTF_8);
    String[] tokens = text.split("(?<=[:,\\[\\]{}])|(?=[,\\[\\]{}])", -1);
    int at = random.nextInt(tokens.length);
    tokens[at] =
        switch (random.nextInt(6)) {
          case 0 -> "";
          case 1 -> tokens[at] + tokens[at];
          case 2 -> tokens[random.nextInt(tokens.length)];
          default -> VALUES.get(random.nextInt(VALUES.size()));
        };
    return String.join("", tokens).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private org.apache.hadoop.fs.Path place() {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }

  @Test
  void manifestsOfShards() throws IOException {
    change(
        bytes(SHARDS),
        true,
        json -> {
          Files.write(folder.resolve("manifest.json"), json);
          ShardFolder shards = ShardFolder.open(place(), HADOOP);
          if (shards.manifest().has(Split.TRAIN)) {
            assertThat(shards.manifest().split(Split.TRAIN).shards())
                .allMatch(shard -> shard.file().matches("train/part-\\p{Nd}{5,9}\\.parquet"));
            shards.ranges(Split.TRAIN, 2);
          }
        });
  }

  @Test
  void manifestsOfStatistics() throws IOException {
    PixelSums sums = PixelSums.zero(new ImageShape(1, 2, 2));
    sums.add(new byte[] {1, 2, 3, 4});
    sums.add(new byte[] {4, 9, 3, 1});
    Path place = folder.resolve("statistics");
    StatisticsFolder statistics =
        new StatisticsFolder(new org.apache.hadoop.fs.Path(place.toUri()), HADOOP);
    statistics.write(Statistics.of(sums, "12"), Map.of("command", "convoy stats"), false);
    try (var checksums = Files.newDirectoryStream(place, "*.crc")) {
      for (Path file : checksums) {
        Files.delete(file);
      }
    }
    Path manifest = place.resolve("statistics.json");
    change(
        Files.readAllBytes(manifest),
        true,
        json -> {
          Files.write(manifest, json);
          statistics.digest();
        });
  }

  @Test
  void arrays() throws IOException {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    NpyFile.write(array, new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    change(
        array.toByteArray(),
        false,
        file -> NpyFile.readFloat32(new ByteArrayInputStream(file), file.length, 2, 3));
  }

  @Test
  void manifestsOfTeachers() throws IOException {
    change(
        bytes(TEACHER),
        true,
        json -> {
          Files.write(folder.resolve("teacher.json"), json);
          SoftLabels.open(place(), HADOOP).digest();
        });
  }

  @Test
  void metrics() throws IOException {
    MemberMetrics member =
        new MemberMetrics("best", Split.TEST, 7, 0.5, 1, 0.25, new long[][] {{1, 2}, {3, 1}});
    change(
        bytes(MetricsFile.toJson(List.of(member))),
        true,
        json -> MetricsFile.parse(text(json), "metrics.json"));
  }

  @Test
  void mistakes() throws IOException {
    change(bytes(MISTAKES), true, json -> MistakesFile.parse(text(json), "mistakes.json"));
  }

  @Test
  void provenance() throws IOException {
    Map<String, Object> first = Map.of("seed", 1, "shards", "shards", Provenance.AFTER_ROUND, 0);
    String json =
        Provenance.toJson(
            Map.of("seed", 2, Provenance.BEFORE, List.of(first), Provenance.AFTER_ROUND, 3));
    change(bytes(json), true, changed -> Provenance.before(9, text(changed), "provenance.json"));
  }

  @Test
  void phases() throws IOException {
    change(
        bytes(Provenance.toJson(Map.of("shard", 1.5, "train", 20.25))),
        true,
        json -> PhaseTimes.parse(text(json), "phases.json"));
  }
}
