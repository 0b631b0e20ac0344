// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.Split;
import convoy.preprocessing.decode.DecodedImage;
import convoy.preprocessing.decode.JpegEncoder;
import convoy.preprocessing.source.PathClasses;
import convoy.preprocessing.source.Sources;
import convoy.preprocessing.source.UnlabelledFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of JPEG files of different sizes, in shards and as it is. */
class UnlabelledImagesTest {
  private static final ImageShape SEEN = new ImageShape(3, 12, 12);
  private static final MinibatchCut CUT = new MinibatchCut(3, 4, 8);

  @TempDir Path temporary;
  private Path raw;

  @BeforeEach
  void drawFiles() throws IOException {
    raw = temporary.resolve("raw");
    SplittableRandom random = new SplittableRandom(3);
    for (String name : List.of("cat", "dog")) {
      Path folder = Files.createDirectories(raw.resolve(name));
      for (int i = 0; i < 15; i++) {
        byte[] pixels = new byte[3 * (14 + 2 * i) * 30];
        random.nextBytes(pixels);
        Files.write(folder.resolve(i + ".jpg"), jpeg(new ImageShape(3, 14 + 2 * i, 30), pixels));
      }
    }
  }

  private static byte[] jpeg(ImageShape shape, byte[] pixels) {
    return JpegEncoder.encode(new DecodedImage(shape, pixels), 90);
  }

  private List<NamedImage> inFolder(Path folder, Intake intake, ImageShape shape) {
    UnlabelledFolder opened = UnlabelledFolder.open(folder.toString(), false, new Configuration());
    return UnlabelledImages.of(
            LocalSpark.context(), opened, intake, shape, new PathClasses(List.of()), CUT)
        .collect();
  }

  private Map<String, NamedImage> inShards(Intake intake) throws IOException {
    var output = new org.apache.hadoop.fs.Path(temporary.resolve("shards").toString());
    ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            Sources.parse("folder:" + raw),
            new SplitRule(1, 0.2),
            new ShardOptions(2, 0, false, intake),
            Map.of(),
            output,
            false));
    ShardFolder shards = ShardFolder.open(output, new Configuration());
    Map<String, NamedImage> images = new HashMap<>();
    for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
      List<NamedImage> named = shards.namedImages(LocalSpark.context(), split, SEEN, CUT).collect();
      assertThat(shards.ids(LocalSpark.context(), split))
          .isEqualTo(named.stream().map(NamedImage::id).toList());
      named.forEach(image -> images.put(image.id(), image));
    }
    return images;
  }

  @Test
  void filesAreSeenAsShardsWouldShowThem() throws IOException {
    for (Intake intake : List.of(Intake.AS_THEY_CAME, new Intake(16, 70))) {
      Map<String, NamedImage> shards = inShards(intake);
      List<NamedImage> files = inFolder(raw, intake, SEEN);

      assertThat(files).hasSize(30).hasSameSizeAs(shards.keySet());
      assertThat(files).extracting(NamedImage::id).isSorted();
      for (NamedImage file : files) {
        assertThat(file.unseen()).isNull();
        assertThat(file.label()).isEqualTo(NamedImage.UNLABELLED);
        assertThat(file.pixels()).isEqualTo(shards.get(file.id()).pixels());
        assertThat(shards.get(file.id()).label()).isEqualTo(file.id().startsWith("cat/") ? 0 : 1);
      }
      FileUtils.deleteDirectory(temporary.resolve("shards").toFile());
    }
  }

  @Test
  void oneChannelIsTakenOfGreyImagesAndColoursAreRefused() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("grey/deeper"));
    ImageShape shape = new ImageShape(3, 12, 12);
    byte[] grey = new byte[shape.size()];
    Arrays.fill(grey, (byte) 130);
    Files.write(folder.resolve("grey.jpg"), jpeg(shape, grey));
    Arrays.fill(grey, 0, shape.plane(), (byte) 10);
    Files.write(folder.resolve("teal.jpg"), jpeg(shape, grey));
    Files.write(folder.resolve("text.png"), new byte[] {'t', 'e', 'x', 't'});

    List<NamedImage> images =
        inFolder(temporary.resolve("grey"), Intake.AS_THEY_CAME, new ImageShape(1, 12, 12));

    assertThat(images)
        .extracting(NamedImage::id)
        .containsExactly("deeper/grey.jpg", "deeper/teal.jpg", "deeper/text.png");
    byte[] plane = new byte[144];
    Arrays.fill(plane, (byte) 130);
    assertThat(images.get(0).pixels()).isEqualTo(plane);
    assertThat(images.get(1).unseen().kind()).isEqualTo(Unseen.Kind.REFUSED);
    assertThat(images.get(1).unseen().reason()).startsWith("refused: in colour");
    assertThat(images.get(1).pixels()).isNull();
    assertThat(images.get(2).unseen().kind()).isEqualTo(Unseen.Kind.UNDECODABLE);
    assertThat(images.get(2).unseen().reason()).startsWith("unknown-format: ");
  }

  @Test
  void shardsOfWhichNothingCanBeSeenAreRefusedAsAWhole() throws IOException {
    inShards(Intake.AS_THEY_CAME);
    ShardFolder shards =
        ShardFolder.open(
            new org.apache.hadoop.fs.Path(temporary.resolve("shards").toString()),
            new Configuration());

    assertThatThrownBy(
            () ->
                shards.namedImages(
                    LocalSpark.context(), Split.TRAIN, new ImageShape(1, 12, 12), CUT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("shards are in colour", "12 x 12 x 1");
  }

  @Test
  void theFolderIsListedInOrderAndCutIntoWholeMinibatches() throws IOException {
    Files.writeString(raw.resolve("cat/readme.txt"), "no image");
    Files.writeString(raw.resolve("_SUCCESS"), "");
    Files.copy(raw.resolve("cat/0.jpg"), raw.resolve("_DSC0001.JPG"));
    Files.createDirectories(raw.resolve(".thumbnails"));
    Files.copy(raw.resolve("cat/0.jpg"), raw.resolve(".thumbnails/0.jpg"));
    UnlabelledFolder folder = UnlabelledFolder.open(raw.toString(), false, new Configuration());

    assertThat(folder.ids()).hasSize(31).isSorted().startsWith("_DSC0001.JPG", "cat/0.jpg");
    assertThat(folder.unused().count()).isEqualTo(1);
    assertThat(CUT.imagesOfPart(30)).isEqualTo(8);
    assertThat(CUT.imagesOfPart(9)).isEqualTo(4);
    assertThat(CUT.imagesOfPart(1)).isEqualTo(4);
    assertThat(folder.slices(8)).hasSize(4);

    Path empty = Files.createDirectories(temporary.resolve("empty/deep"));
    Files.writeString(empty.resolve("readme.txt"), "no image");
    assertThatThrownBy(
            () -> UnlabelledFolder.open(empty.getParent().toString(), false, new Configuration()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no .jpg");
  }
}
