// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.CapturedLog;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.Split;
import convoy.preprocessing.decode.DecodedImage;
import convoy.preprocessing.decode.JpegEncoder;
import convoy.preprocessing.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards of image files of different sizes, some of them unusable. */
class ImageFileShardsTest {
  private static final SplitRule RULE = new SplitRule(1, 0.2);

  @TempDir Path temporary;
  private Path raw;

  @BeforeEach
  void drawFiles() throws IOException {
    raw = temporary.resolve("raw");
    SplittableRandom random = new SplittableRandom(3);
    for (String name : List.of("cat", "dog")) {
      Path folder = Files.createDirectories(raw.resolve(name));
      for (int i = 0; i < 20; i++) {
        Files.write(folder.resolve(i + ".jpg"), jpeg(random, 20 + i, 30));
      }
    }
  }

  private static byte[] jpeg(SplittableRandom random, int height, int width) {
    ImageShape shape = new ImageShape(3, height, width);
    byte[] pixels = new byte[shape.size()];
    random.nextBytes(pixels);
    return JpegEncoder.encode(new DecodedImage(shape, pixels), 80);
  }

  private Manifest shard(String output, ShardOptions options) throws IOException {
    return ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            Sources.parse("folder:" + raw), RULE, options, Map.of(), hadoop(output), false));
  }

  private org.apache.hadoop.fs.Path hadoop(String name) {
    return new org.apache.hadoop.fs.Path(temporary.resolve(name).toString());
  }

  private List<Row> rows(String output) {
    return LocalSpark.session()
        .read()
        .option("recursiveFileLookup", "true")
        .option("pathGlobFilter", "*.parquet")
        .parquet(temporary.resolve(output).toString())
        .select("id", "height", "width", "encoding", "image")
        .collectAsList();
  }

  @Test
  void filesAreKeptAsTheyCameWithTheirShape() throws IOException {
    Manifest manifest = shard("shards", ShardOptions.DEFAULT);

    assertThat(manifest.shape()).isNull();
    assertThat(manifest.classNames()).containsExactly("cat", "dog");
    assertThat(manifest.origin().images()).isEqualTo("as they came");
    assertThat(rows("shards")).hasSize(40);
    for (Row row : rows("shards")) {
      Path file = raw.resolve(row.getString(0));
      String number = file.getFileName().toString().replace(".jpg", "");
      assertThat((byte[]) row.get(4)).isEqualTo(Files.readAllBytes(file));
      assertThat(row.getString(3)).isEqualTo("jpeg");
      assertThat(row.getInt(1)).isEqualTo(20 + Integer.parseInt(number));
      assertThat(row.getInt(2)).isEqualTo(30);
    }
  }

  @Test
  void imagesOfDifferentSizesAreSeenInOne() throws IOException {
    shard("shards", ShardOptions.DEFAULT);
    ShardFolder folder = ShardFolder.open(hadoop("shards"), new Configuration());

    assertThatThrownBy(() -> folder.shape(0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("imageSize");
    ImageShape shape = folder.shape(16);
    assertThat(shape).isEqualTo(new ImageShape(3, 16, 16));
    long seen = folder.images(LocalSpark.context(), Split.TRAIN, 3, shape).count();
    assertThat(seen).isEqualTo(folder.manifest().split(Split.TRAIN).count());
  }

  @Test
  void largerImagesAreMadeSmallerOnRequest() throws IOException {
    Manifest manifest = shard("shards", new ShardOptions(1, 0, false, new Intake(25, 90)));

    assertThat(manifest.origin().images()).contains("25 pixels", "quality 90");
    for (Row row : rows("shards")) {
      int height = 20 + Integer.parseInt(row.getString(0).replaceAll("\\D", ""));
      assertThat(Math.min(row.getInt(1), row.getInt(2))).isEqualTo(Math.min(25, height));
      if (height <= 25) {
        assertThat((byte[]) row.get(4))
            .isEqualTo(Files.readAllBytes(raw.resolve(row.getString(0))));
      }
    }
  }

  @Test
  void unusableFilesAreCountedListedAndLeftOut() throws IOException {
    Path cats = raw.resolve("cat");
    byte[] whole = Files.readAllBytes(cats.resolve("3.jpg"));
    Files.write(cats.resolve("3.jpg"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(cats.resolve("4.jpg"), "a text, \"whatever\" its name says");
    Files.write(raw.resolve("dog").resolve("5.jpg"), new byte[0]);
    // PNG's signature and a header of 60,000 x 60,000 pixels.
    Files.write(
        raw.resolve("dog").resolve("6.png"),
        new byte[] {
          (byte) 0x89,
          'P',
          'N',
          'G',
          '\r',
          '\n',
          0x1a,
          '\n',
          0,
          0,
          0,
          13,
          'I',
          'H',
          'D',
          'R',
          0,
          0,
          (byte) 0xea,
          0x60,
          0,
          0,
          (byte) 0xea,
          0x60,
          8,
          2,
          0,
          0,
          0,
          0,
          0,
          0,
          0
        });

    Manifest manifest = shard("shards", new ShardOptions(2, 0.2, false, Intake.AS_THEY_CAME));

    assertThat(manifest.leftOut().rejected().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(4);
    assertThat(manifest.leftOut().rejected())
        .containsEntry("truncated", 1L)
        .containsEntry("unknown-format", 1L)
        .containsEntry("empty", 1L);
    assertThat(rows("shards")).hasSize(37);
    assertThat(temporary.resolve("shards/rejected.csv"))
        .content()
        .hasLineCount(5)
        .contains("id,reason,detail\n", "cat/3.jpg,truncated,", "cat/4.jpg,unknown-format,");
  }

  @Test
  void tooManyUnusableFilesLeaveNothing() throws IOException {
    Files.write(raw.resolve("cat").resolve("3.jpg"), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> shard("shards", ShardOptions.DEFAULT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "1 of 40",
            "{unknown-format=1}",
            "shard.maxRejected",
            "log names the first 1",
            "cat/3.jpg");
    assertThat(temporary.resolve("shards")).doesNotExist();
  }

  /** The table is deleted with the folder. */
  @Test
  void theLogNamesUnusableFilesWhereThereAreTooMany() throws IOException {
    Files.write(raw.resolve("cat").resolve("3.jpg"), new byte[0]);
    Files.write(raw.resolve("dog").resolve("new\nline.jpg"), new byte[] {1, 2, 3});

    try (CapturedLog log = new CapturedLog()) {
      assertThatThrownBy(() -> shard("shards", ShardOptions.DEFAULT))
          .isInstanceOf(BadInputException.class);
      assertThat(log.lines())
          .contains("WARN cannot be used: cat/3.jpg: empty: the file has no bytes")
          .anyMatch(line -> line.startsWith("WARN cannot be used: dog/new\\nline.jpg: unknown-"));
    }
  }

  @Test
  void nothingUsableSaysWhy() throws IOException {
    for (String name : List.of("cat", "dog")) {
      for (int i = 0; i < 20; i++) {
        Files.write(raw.resolve(name).resolve(i + ".jpg"), new byte[] {1, 2, 3});
      }
    }

    assertThatThrownBy(() -> shard("shards", ShardOptions.DEFAULT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("40 of 40", "{unknown-format=40}", "log names the first 20");
  }
}
