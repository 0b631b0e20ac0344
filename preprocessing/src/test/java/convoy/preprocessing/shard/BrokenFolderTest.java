// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.decode.DecodedImage;
import convoy.preprocessing.decode.JpegEncoder;
import convoy.preprocessing.source.Sources;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of 200 images, a quarter of them broken in every way: the job counts what is there. */
class BrokenFolderTest {
  private static final int IMAGES = 200;
  private static final List<String> CLASSES = List.of("cat", "dog 2%", "zebra#1");

  /** Names that some part of the way could misread. */
  private static final List<String> ODD_NAMES =
      List.of(
          "with space.jpg",
          " leading.jpg",
          "100%.jpg",
          "%41%20.jpg",
          "a#b.jpg",
          "a?b.jpg",
          "a+b&c=d.jpg",
          "*.jpg",
          "{a,b}[c].jpg",
          "\"quoted\", 'twice'.jpg",
          "back\\slash.jpg",
          "new\nline.jpg",
          "UPPER.JPEG",
          "two..dots.jpg",
          "~.jpg",
          "\u00fc.jpg",
          "u\u0308.jpg",
          "\u732b\ud83d\udc08.jpg");

  @TempDir Path temporary;
  private final SplittableRandom random = new SplittableRandom(11);

  /** What was planted, by id: the reason for which it must be rejected, empty for none. */
  private final TreeMap<String, String> planted = new TreeMap<>();

  @BeforeEach
  void drawFiles() throws IOException {
    for (String name : ODD_NAMES) {
      image(name, jpeg());
    }
    image("a jpeg by its bytes.png", jpeg());
    image("a png by its bytes.jpg", encoded("png"));
    image("frame.gif", encoded("gif"));
    image("rows.bmp", encoded("bmp"));
    for (int i = 0; i < 3; i++) {
      plantBroken(i);
    }
    plantNoImages();
    while (planted.size() < IMAGES) {
      image("image %s.jpg".formatted(planted.size()), jpeg());
    }
  }

  private void plantBroken(int copy) throws IOException {
    byte[] text = "a text, \"whatever\" its name says".getBytes(StandardCharsets.UTF_8);
    plant("no bytes %s.jpg".formatted(copy), new byte[0], "empty");
    plant("text %s.jpg".formatted(copy), text, "unknown-format");
    plant("zeros %s.png".formatted(copy), new byte[5_000 + copy], "unknown-format");
    plant("half %s.jpg".formatted(copy), half(jpeg()), "truncated");
    plant("half %s.gif".formatted(copy), half(encoded("gif")), "truncated");
    plant("half %s.bmp".formatted(copy), half(encoded("bmp")), "truncated");
    plant("no end %s.jpg".formatted(copy), without(jpeg(), 2), "truncated");
    plant("half %s.png".formatted(copy), half(encoded("png")), "truncated");
    plant("no end %s.png".formatted(copy), without(encoded("png"), 12), ""); // all pixels are there
    plant("checksum %s.png".formatted(copy), flipped(encoded("png"), 40 + copy), "damaged");
    plant("huge header %s.bmp".formatted(copy), hugeHeader(), "too-large");
    plant("lossless %s.jpg".formatted(copy), lossless(jpeg()), "unsupported");
    plant("colon:%s.jpg".formatted(copy), jpeg(), "unusable-name");
    Path crc = Path.of(plant("sum %s.jpg".formatted(copy), jpeg(), "damaged"));
    Files.write(
        crc.resolveSibling("." + crc.getFileName() + ".crc"),
        ByteBuffer.allocate(12).put(new byte[] {'c', 'r', 'c', 0}).putInt(512).array());
    Path large = Path.of(plant("large %s.jpg".formatted(copy), jpeg(), "file-too-large"));
    try (var file = FileChannel.open(large, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), 256L << 20);
    }
  }

  private void plantNoImages() throws IOException {
    Path cats = temporary.resolve("raw/cat");
    Files.write(cats.resolve(".hidden.jpg"), jpeg());
    Files.write(cats.resolve("_SUCCESS"), jpeg());
    Files.write(cats.resolve("notes.txt"), jpeg());
    Files.write(cats.resolve("jpg"), jpeg());
    Files.write(Files.createDirectory(cats.resolve("nested")).resolve("a.jpg"), jpeg());
    Files.write(Files.createDirectory(cats.resolve("folder.jpg")).resolve("a.jpg"), jpeg());
    Files.createSymbolicLink(cats.resolve("dangling.jpg"), cats.resolve("nowhere.jpg"));
    planted.put("cat/dangling.jpg", "unreadable");
    Files.write(temporary.resolve("raw/loose.jpg"), jpeg());
    Path hidden = Files.createDirectory(temporary.resolve("raw/.git"));
    Files.write(hidden.resolve("a.jpg"), jpeg());
  }

  private void image(String name, byte[] bytes) throws IOException {
    plant(name, bytes, "");
  }

  private String plant(String name, byte[] bytes, String reason) throws IOException {
    String id = CLASSES.get(planted.size() % CLASSES.size()) + "/" + name;
    planted.put(id, reason);
    Path file = temporary.resolve("raw").resolve(id);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes).toString();
  }

  private byte[] jpeg() {
    byte[] pixels = new byte[3 * 12 * 16];
    random.nextBytes(pixels);
    return JpegEncoder.encode(new DecodedImage(new ImageShape(3, 12, 16), pixels), 90);
  }

  private byte[] encoded(String format) throws IOException {
    BufferedImage image = new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 16, 12, random.ints(16 * 12).toArray(), 0, 16);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] half(byte[] file) {
    return Arrays.copyOf(file, file.length / 2);
  }

  private static byte[] without(byte[] file, int end) {
    return Arrays.copyOf(file, file.length - end);
  }

  private static byte[] flipped(byte[] file, int at) {
    file[at] ^= 1;
    return file;
  }

  private byte[] hugeHeader() throws IOException {
    byte[] file = encoded("bmp");
    // Width and height, little-endian.
    file[20] = 1;
    file[24] = 1;
    return file;
  }

  private static byte[] lossless(byte[] jpeg) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        jpeg[i + 1] = (byte) 0xC3;
        return jpeg;
      }
    }
    throw new AssertionError("no baseline JPEG");
  }

  private Manifest shard(double maxRejected) throws IOException {
    return ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            Sources.parse("folder:" + temporary.resolve("raw")),
            new SplitRule(1, 0.2, true),
            new ShardOptions(2, maxRejected, false, Intake.AS_THEY_CAME),
            Map.of(),
            new org.apache.hadoop.fs.Path(temporary.resolve("shards").toString()),
            false));
  }

  private Map<String, Long> reasons() {
    return planted.values().stream()
        .filter(reason -> !reason.isEmpty())
        .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
  }

  private long good(String folder) {
    return planted.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(folder) && entry.getValue().isEmpty())
        .count();
  }

  @Test
  void everyImageIsInAShardOrListedWithWhatIsWrong() throws IOException {
    long broken = IMAGES - good("");
    assertThat(broken).isEqualTo(43);

    assertThatThrownBy(() -> shard((broken - 0.5) / IMAGES))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "%s of %s images cannot be used %s".formatted(broken, IMAGES, reasons()));
    Manifest manifest = shard((double) broken / IMAGES);

    assertThat(manifest.leftOut()).isEqualTo(new Manifest.LeftOut(reasons(), 0, 0));
    assertThat(manifest.classNames()).isEqualTo(CLASSES);
    for (int label = 0; label < CLASSES.size(); label++) {
      int of = label;
      assertThat(
              manifest.splits().values().stream()
                  .mapToLong(split -> split.classHistogram().get(of))
                  .sum())
          .isEqualTo(good(CLASSES.get(label)));
    }
    assertThat(rows())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrderElementsOf(
            planted.keySet().stream().filter(id -> planted.get(id).isEmpty()).toList());
    String rejected = Files.readString(temporary.resolve("shards/rejected.csv"));
    assertThat(rejected.lines()).hasSize(1 + (int) broken);
    planted.forEach(
        (id, reason) -> {
          if (!reason.isEmpty()) {
            assertThat(rejected).contains("\n" + id + "," + reason + ",");
          }
        });
  }

  private List<Row> rows() {
    return LocalSpark.session()
        .read()
        .option("recursiveFileLookup", "true")
        .option("pathGlobFilter", "*.parquet")
        .parquet(temporary.resolve("shards").toString())
        .select("id")
        .collectAsList();
  }
}
