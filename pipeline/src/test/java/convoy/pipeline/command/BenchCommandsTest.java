// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.decode.DecodedImage;
import convoy.preprocessing.decode.JpegEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Benchmarks on two dozen images of 8 x 8: what they print, and what they leave. */
class BenchCommandsTest {
  @TempDir Path temporary;
  private String source;

  @BeforeEach
  void drawFiles() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 24; i++) {
      byte[] pixels = new byte[3 * 8 * 8];
      random.nextBytes(pixels);
      Path folder = Files.createDirectories(temporary.resolve("raw/class" + i % 2));
      DecodedImage image = new DecodedImage(new ImageShape(3, 8, 8), pixels);
      Files.write(folder.resolve(i + ".jpg"), JpegEncoder.encode(image, 90));
    }
    source = "folder:" + temporary.resolve("raw");
  }

  private JsonNode ok(String benchmark, String... more) throws IOException {
    Path json = temporary.resolve("printed.json");
    Captured captured =
        Captured.line(
            "bench " + benchmark + " --source %s --json %s " + String.join(" ", more),
            source,
            json);
    assertThat(captured.status()).as(captured.err()).isZero();
    return new ObjectMapper().readTree(json.toFile());
  }

  @Test
  void neighboursAreTimedAgainstALoopThatFindsTheSame() throws IOException {
    Path json = temporary.resolve("printed.json");
    Captured captured =
        Captured.line(
            "bench knn --master local[2] --examples 700 --queries 20 --peer-queries 4 --repeats 1"
                + " --json %s",
            json);
    assertThat(captured.status()).as(captured.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(json.toFile()).get("distances");

    assertThat(found.findValuesAsText("distance")).containsExactly("L1", "L2");
    for (JsonNode distance : found) {
      double ratio = distance.get("peerSeconds").asDouble() / distance.get("seconds").asDouble();
      assertThat(distance.get("ratio").asDouble()).isEqualTo(ratio).isPositive();
    }
  }

  @Test
  void decodingIsTimedAgainstImageIo() throws IOException {
    JsonNode found = ok("decode", "--repeats 2");

    assertThat(found.get("images").asInt()).isEqualTo(24);
    assertThat(found.get("peerRefused").asInt()).isZero();
    assertThat(found.get("megabytes").asDouble()).isBetween(24 * 100e-6, 24 * 2_000e-6);
    double speed = found.get("imagesPerSecond").asDouble();
    double peerSpeed = found.get("peerImagesPerSecond").asDouble();
    assertThat(found.get("ratio").asDouble()).isCloseTo(speed / peerSpeed, within(1e-6));
    assertThat(ok("decode", "--repeats 1", "--images 5").get("images").asInt()).isEqualTo(5);
  }

  @Test
  void whatCannotBeUsedIsCountedAndLeftOut() throws IOException {
    Path first = temporary.resolve("raw/class0/0.jpg");
    Files.write(first, Arrays.copyOf(Files.readAllBytes(first), 100));
    Files.write(temporary.resolve("raw/class0/a:b.jpg"), new byte[3]);

    JsonNode found = ok("decode", "--repeats 1");

    assertThat(found.get("images").asInt()).isEqualTo(23);
    assertThat(found.get("unusable").asInt()).isEqualTo(2);
  }

  @Test
  void whatHoldsNoImageFilesIsNotDecoded() {
    Captured captured = Captured.line("bench decode --source synthetic:train=4,test=1,seed=1");

    assertThat(captured.status()).isEqualTo(2);
    assertThat(captured.complaint()).contains("holds no image files").doesNotContain("\n");
  }

  @Test
  void shardingIsTimedAndItsShardsAreGone() throws IOException {
    Path scratch = Files.createDirectory(temporary.resolve("scratch"));

    JsonNode found =
        ok("shard", "--master local[2]", "--shards-per-split 3", "--scratch " + scratch);

    assertThat(found.get("examples").asInt()).isEqualTo(24);
    assertThat(found.get("cores").asInt()).isEqualTo(2);
    double perSecond = 24 / found.get("seconds").asDouble() / 2;
    assertThat(found.get("imagesPerSecondAndCore").asDouble())
        .isCloseTo(perSecond, within(1e-6 * perSecond));
    assertThat(found.get("megabytes").asDouble()).isPositive();
    assertThat(found.get("peakHeapMiB").asDouble()).isPositive();
    assertThat(found.get("peakResidentMiB").asDouble())
        .isGreaterThanOrEqualTo(found.get("peakNativeMiB").asDouble());
    assertThat(scratch).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stats", "shard"})
  void whatWatchesItsOwnMemoryRefusesACluster(String benchmark) {
    Captured captured =
        Captured.line("bench " + benchmark + " --master spark://127.0.0.1:9 --source %s", source);

    assertThat(captured.status()).isEqualTo(2);
    assertThat(captured.complaint())
        .contains("bench " + benchmark, "--master local[N] alone")
        .doesNotContain("\n");
  }
}
