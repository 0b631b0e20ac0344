// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with statistics from the command line, on a few synthetic images. */
class StatisticsCommandsTest {
  private static final String SMALL = "synthetic:train=200,test=20,seed=1";

  @TempDir Path temporary;

  private JsonNode ok(String line, Object... values) throws IOException {
    Path json = temporary.resolve("printed.json");
    Captured captured = Captured.line(line + " --json " + json, values);
    assertThat(captured.status()).as(captured.err()).isZero();
    return new ObjectMapper().readTree(json.toFile());
  }

  /** A folder of two classes with images of 12 x 12 pixels of noise. */
  private Path photographs() throws IOException {
    Path folder = temporary.resolve("photographs");
    SplittableRandom random = new SplittableRandom(1);
    for (int number = 0; number < 40; number++) {
      BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 144; pixel++) {
        image.setRGB(pixel % 12, pixel / 12, random.nextInt(1 << 24));
      }
      Path file = folder.resolve(number % 2 == 0 ? "cat" : "dog").resolve(number + ".png");
      Files.createDirectories(file.getParent());
      assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    }
    return folder;
  }

  @Test
  void theBenchmarkPrintsARatioAndPeaksAndLeavesNoShards() throws IOException {
    JsonNode found =
        ok(
            "bench stats --source %s --repeats 1 --peer-rows 8 --no-peer-components",
            "folder:" + photographs());
    assertThat(found.get("rows").asLong()).isEqualTo(40);
    assertThat(found.get("columns").asInt()).isEqualTo(432);
    assertThat(found.get("peerRows").asInt()).isEqualTo(8);
    assertThat(found.get("ratio").asDouble()).isPositive();
    assertThat(found.get("ratioOf").asText()).isEqualTo("covariance");
    assertThat(found.has("peerComponentsSeconds")).isFalse();
    assertThat(found.get("peakHeapMiB").asDouble()).isPositive();
    assertThat(found.get("peakNativeMiB").asDouble()).isPositive();
    assertThat(found.get("seconds").asDouble())
        .isGreaterThan(found.get("componentsSeconds").asDouble());
  }

  @Test
  void aRunLearnsFromComponents() throws IOException {
    JsonNode printed =
        ok(
            "run --master local[2] --source %s --model softmax --preprocess %s --epochs 1 --image-size 8 --run %s",
            SMALL, "centre=image, pca-whiten=20", temporary.resolve("run"));
    assertThat(printed.toString()).contains("top1");
    assertThat(temporary.resolve("run").resolve("report.html")).exists();
  }

  /** 80 x 80 x 3 are 19,200 values: too many for a covariance. */
  @Test
  void aRunOfLargeImagesLearnsFromComponentsFoundAtRandom() throws IOException {
    Path folder = temporary.resolve("run");
    String learn = " --model softmax --preprocess pca-whiten --augment flip,pca-noise --run %s";
    String run =
        "run --master local[2] --source synthetic:train=60,test=10,seed=1 --image-size 80" + learn;
    refused(
        run + " --seed 3",
        folder,
        "19,200 values",
        "imageSize, --image-size",
        "statistics.components=256 (--components 256)");
    String digest =
        ok(run + " --resume --components 8 --epochs 1 --seed 3", folder).get("digest").asText();

    assertThat(folder.resolve("config.conf")).content().contains("    components = 8\n");
    assertThat(folder.resolve("statistics").resolve("covariance.npy")).doesNotExist();
    assertThat(folder.resolve("report.html"))
        .content()
        .contains("The first 8 of 19,200 components hold");
    refused(
        run + " --resume --epochs 2 --components 9",
        folder,
        "statistics.components = 9, but the run was begun with 8");
    assertThat(ok(run + " --resume --epochs 2", folder).get("epochs").asInt()).isEqualTo(2);

    Path steps = temporary.resolve("steps");
    JsonNode trained =
        ok(
            "train --master local[2] --shards %s --statistics %s --epochs 1 --seed 3" + learn,
            folder.resolve("shards"),
            folder.resolve("statistics"),
            steps);
    assertThat(trained.get("digest").asText()).isEqualTo(digest);
    assertThat(steps.resolve("config.conf")).content().contains("    components = 8\n");
  }

  /** 40 x 40 x 3 are 4,800 values, whose covariance no part of channel needs. */
  @Test
  void statisticsOfLargeImagesHaveACovarianceWhereItIsAskedForAlone() throws IOException {
    Path folder = temporary.resolve("run");
    String learn = " --model softmax --augment flip,pca-noise --epochs 1 --run %s";
    JsonNode printed =
        ok(
            "run --master local[2] --source synthetic:train=60,test=10,seed=1 --image-size 40"
                + learn,
            folder);
    assertThat(folder.resolve("statistics").resolve("eigenvectors.npy")).doesNotExist();
    assertThat(folder.resolve("report.html"))
        .content()
        .contains("Covariance and principal components were not computed.");

    String train = "train --master local[2] --shards %s --statistics %s";
    Path shards = folder.resolve("shards");
    Path steps = temporary.resolve("steps");
    JsonNode trained = ok(train + learn, shards, folder.resolve("statistics"), steps);
    assertThat(trained.get("digest")).isEqualTo(printed.get("digest"));
    assertThat(steps.resolve("config.conf")).content().contains("covariance = \"never\"\n");

    Captured whitened =
        Captured.line(
            train + " --preprocess zca" + learn, shards, folder.resolve("statistics"), "none");
    assertThat(whitened.status()).isEqualTo(2);
    assertThat(whitened.complaint()).contains("--covariance always").hasLineCount(1);
    Captured never =
        Captured.line(
            "run --source synthetic:train=60,test=10 --preprocess zca --covariance never" + learn,
            temporary.resolve("never"));
    assertThat(never.status()).isEqualTo(2);
    assertThat(never.complaint()).contains("statistics.covariance = never").hasLineCount(1);
    assertThat(temporary.resolve("never")).doesNotExist();
  }

  private static void refused(String line, Path run, String... parts) {
    Captured captured = Captured.line(line, run);
    assertThat(captured.status()).as(captured.err()).isEqualTo(2);
    assertThat(captured.complaint()).contains(parts);
  }

  @Test
  void fewComponentsAndPatchesAreWritten() throws IOException {
    String shards = temporary.resolve("shards").toString();
    ok("shard --master local[2] --source %s -o %s", SMALL, shards);
    JsonNode few =
        ok(
            "stats --master local[2] --shards %s --image-size 16 --components 4 -o %s",
            shards, temporary.resolve("few"));
    JsonNode all =
        ok(
            "stats --master local[2] --shards %s --image-size 16 --patches 1,2 -o %s",
            shards, temporary.resolve("all"));
    assertThat(few.get("components").asInt()).isEqualTo(4);
    assertThat(all.get("components").asInt()).isEqualTo(768);
    double first = all.get("eigenvalues").get(0).asDouble();
    assertThat(few.get("eigenvalues").get(0).asDouble()).isBetween(0.99 * first, 1.000001 * first);
    assertThat(temporary.resolve("few").resolve("covariance.npy")).doesNotExist();
    assertThat(temporary.resolve("all").resolve("patch-2x2-eigenvectors.npy")).exists();
  }
}
