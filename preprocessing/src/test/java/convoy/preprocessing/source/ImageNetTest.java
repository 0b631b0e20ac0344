// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.CapturedLog;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.LocalSpark;
import convoy.preprocessing.RealData;
import convoy.preprocessing.Split;
import convoy.preprocessing.decode.DecodedImage;
import convoy.preprocessing.decode.JpegEncoder;
import convoy.preprocessing.shard.Intake;
import convoy.preprocessing.shard.Manifest;
import convoy.preprocessing.shard.ShardJob;
import convoy.preprocessing.shard.ShardOptions;
import convoy.preprocessing.shard.SplitRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageNetTest {
  private static final List<String> WNIDS = List.of("n01440764", "n02102040", "n03000684");

  @TempDir Path temporary;
  private Path folders;
  private Path tars;

  /** A few files of noise of odd lengths, three classes, in class folders. */
  @BeforeEach
  void drawFiles() throws IOException {
    folders = Files.createDirectory(temporary.resolve("folders"));
    tars = Files.createDirectory(temporary.resolve("tars"));
    SplittableRandom random = new SplittableRandom(7);
    int image = 1;
    for (String wnid : WNIDS) {
      for (int i = 0; i < 5; i++) {
        write(folders, "train/" + wnid + "/" + wnid + "_" + i * 37 + ".JPEG", noise(random));
      }
      for (int i = 0; i < 3; i++) {
        String name = String.format(Locale.ROOT, "ILSVRC2012_val_%08d.JPEG", (image++ * 5) % 11);
        write(folders, "val/" + wnid + "/" + name, noise(random));
      }
    }
  }

  private static byte[] noise(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(0, 3_000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void write(Path root, String name, byte[] bytes) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** The official form of class folders: a tar of tars, a flat tar and its labels. */
  private static void pack(Path folders, Path tars) throws IOException {
    Map<String, byte[]> outer = new LinkedHashMap<>();
    for (Path wnid : list(folders.resolve("train"))) {
      Map<String, byte[]> inner = new LinkedHashMap<>();
      for (Path file : list(wnid)) {
        inner.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
      outer.put(wnid.getFileName() + ".tar", TarFiles.tar(inner));
    }
    Files.write(tars.resolve("ILSVRC2012_img_train.tar"), TarFiles.tar(outer));
    Map<String, byte[]> flat = new TreeMap<>();
    Files.writeString(tars.resolve("labels.txt"), labels(folders, flat));
    Files.write(tars.resolve("ILSVRC2012_img_val.tar"), TarFiles.tar(flat));
  }

  /** Lines of name and wnid; also gathers the files. */
  private static String labels(Path folders, Map<String, byte[]> flat) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path wnid : list(folders.resolve("val"))) {
      for (Path file : list(wnid)) {
        flat.put(file.getFileName().toString(), Files.readAllBytes(file));
        lines.append(file.getFileName()).append(' ').append(wnid.getFileName()).append('\n');
      }
    }
    return lines.toString();
  }

  private static List<Example> sorted(List<Example> examples) {
    return examples.stream().sorted(Comparator.comparing(Example::id)).toList();
  }

  private static List<Example> read(Path root) throws IOException {
    return sorted(ReadAll.of(ImageNet.parse(root.toString())));
  }

  private static List<Example> split(Path root, Split split) throws IOException {
    return sorted(
        ReadAll.of(
            ImageNet.parse(root.toString()).slices(ReadAll.HADOOP).stream()
                .filter(slice -> slice.officialSplit().orElseThrow() == split)
                .toList()));
  }

  private static void same(Path one, Path other) throws IOException {
    for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
      List<Example> expected = split(one, split);
      assertThat(expected).isNotEmpty();
      List<Example> found = split(other, split);
      assertThat(found).hasSameSizeAs(expected);
      // Field by field: a recursive comparison of 40 MB of bytes takes minutes.
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).id()).isEqualTo(expected.get(i).id());
        assertThat(found.get(i).label()).isEqualTo(expected.get(i).label());
        assertThat(Arrays.equals(found.get(i).image(), expected.get(i).image()))
            .as(found.get(i).id())
            .isTrue();
      }
    }
    assertThat(ImageNet.parse(other.toString()).classNames(ReadAll.HADOOP))
        .isEqualTo(ImageNet.parse(one.toString()).classNames(ReadAll.HADOOP));
  }

  @Test
  void foldersGiveClassesIdsAndBytes() throws IOException {
    List<Example> train = split(folders, Split.TRAIN);

    assertThat(ImageNet.parse(folders.toString()).classNames(ReadAll.HADOOP)).isEqualTo(WNIDS);
    assertThat(train).hasSize(15);
    assertThat(split(folders, Split.VALIDATION)).hasSize(9);
    Example seventh = train.get(6);
    assertThat(seventh.id()).isEqualTo("train/n02102040/n02102040_111.JPEG");
    assertThat(seventh.label()).isEqualTo(1);
    assertThat(seventh.image()).isEqualTo(Files.readAllBytes(folders.resolve(seventh.id())));
  }

  @Test
  void theTarOfTarsHoldsTheSameExamplesAsTheFolders() throws IOException {
    pack(folders, tars);

    same(folders, tars);
    assertThat(ImageNet.parse(tars.toString()).slices(ReadAll.HADOOP))
        .filteredOn(slice -> slice.officialSplit().orElseThrow() == Split.TRAIN)
        .hasSize(3);
  }

  @Test
  void theTarOfTarsHoldsTheSamePhotographsAsTheFolders() throws IOException {
    Path real = RealData.imagenette();
    pack(real, tars);

    same(real, tars);
    assertThat(read(tars)).hasSize(2_000);
    assertThat(shard(tars, "of-tars").splits()).isEqualTo(shard(real, "of-folders").splits());
  }

  @Test
  void theTarOfTarsGivesTheSameShardsAsTheFolders() throws IOException {
    Path drawn = temporary.resolve("drawn");
    SplittableRandom random = new SplittableRandom(9);
    for (String split : List.of("train", "val")) {
      for (String wnid : WNIDS) {
        for (int i = 0; i < 4; i++) {
          byte[] pixels = new byte[3 * 20 * 24];
          random.nextBytes(pixels);
          DecodedImage image = new DecodedImage(new ImageShape(3, 20, 24), pixels);
          String file = "%s/%s/%s_%s_%s.JPEG".formatted(split, wnid, split, wnid, i);
          write(drawn, file, JpegEncoder.encode(image, 80));
        }
      }
    }
    pack(drawn, tars);

    Manifest ofTars = shard(tars, "of-tars");

    assertThat(ofTars.splits()).isEqualTo(shard(drawn, "of-folders").splits());
    assertThat(ofTars.split(Split.TRAIN).count()).isEqualTo(12);
    assertThat(ofTars.split(Split.VALIDATION).count()).isEqualTo(12);
  }

  private Manifest shard(Path root, String output) throws IOException {
    return ShardJob.run(
        LocalSpark.context(),
        new ShardJob.Request(
            ImageNet.parse(root.toString()),
            new SplitRule(1, 0.1),
            new ShardOptions(2, 0, false, Intake.AS_THEY_CAME),
            Map.of(),
            new org.apache.hadoop.fs.Path(temporary.resolve(output).toString()),
            false));
  }

  @Test
  void flatValidationImagesFindTheirClasses() throws IOException {
    Path flat = Files.createDirectory(temporary.resolve("flat"));
    Map<String, byte[]> images = new TreeMap<>();
    String labels = labels(folders, images);
    for (Map.Entry<String, byte[]> image : images.entrySet()) {
      write(flat, "val/" + image.getKey(), image.getValue());
    }
    for (Path wnid : list(folders.resolve("train"))) {
      for (Path file : list(wnid)) {
        write(
            flat,
            "train/" + wnid.getFileName() + "/" + file.getFileName(),
            Files.readAllBytes(file));
      }
    }
    write(flat, "val/labels.txt", labels.getBytes(StandardCharsets.UTF_8));
    same(folders, flat);

    Path moved = Files.move(flat.resolve("val/labels.txt"), temporary.resolve("elsewhere.txt"));
    assertThatThrownBy(() -> read(flat)).hasMessageContaining("valLabels=FILE");
    Path named = Path.of(flat + ",valLabels=" + moved);
    same(folders, named);

    // The ground truth: numbers that count the lines of a file of wnids, in an order of its own.
    List<String> order = List.of("n03000684", "n01440764", "n02102040");
    Map<String, String> classes = new TreeMap<>();
    labels
        .lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              classes.put(line.substring(0, space), line.substring(space + 1));
            });
    Files.write(moved, classes.values().stream().map(w -> "" + (order.indexOf(w) + 1)).toList());
    assertThatThrownBy(() -> read(named)).hasMessageContaining("wnids=FILE");
    Path wnids =
        Files.write(temporary.resolve("wnids"), order.stream().map(w -> w + " a b").toList());
    same(folders, Path.of(named + ",wnids=" + wnids));
  }

  /** The images of the folders, with those of validation flat; their classes by name. */
  private Map<String, String> flatten() throws IOException {
    Map<String, String> classes = new TreeMap<>();
    for (String wnid : WNIDS) {
      for (Path file : list(folders.resolve("val/" + wnid))) {
        classes.put(file.getFileName().toString(), wnid);
        Files.move(file, folders.resolve("val/" + file.getFileName()));
      }
      Files.delete(folders.resolve("val/" + wnid));
    }
    return classes;
  }

  private void labelled(Map<String, String> classes) throws IOException {
    List<Slice> validation =
        ImageNet.parse(folders.toString()).slices(ReadAll.HADOOP).stream()
            .filter(slice -> slice.officialSplit().equals(Optional.of(Split.VALIDATION)))
            .toList();
    Map<String, Integer> labels = new TreeMap<>();
    ReadAll.of(validation)
        .forEach(
            example ->
                labels.put(
                    example.id().substring(example.id().lastIndexOf('/') + 1), example.label()));
    Map<String, Integer> expected = new TreeMap<>();
    classes.forEach((name, wnid) -> expected.put(name, WNIDS.indexOf(wnid)));
    assertThat(labels).isEqualTo(expected);
  }

  private void labels(String name, Stream<String> lines) throws IOException {
    Files.write(folders.resolve(name), lines.toList());
  }

  @Test
  void labelsGoByNumbersThatCountTheSortedWnidsAsCaffesDo() throws IOException {
    Map<String, String> classes = flatten();
    labels(
        "val/val.txt",
        classes.entrySet().stream().map(e -> e.getKey() + " " + WNIDS.indexOf(e.getValue())));
    labelled(classes);

    labels(
        "val/val.txt",
        classes.entrySet().stream().map(e -> e.getKey() + " " + (1 + WNIDS.indexOf(e.getValue()))));
    assertThatThrownBy(() -> read(folders))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("up to 3, of 3 wnids; expected 0 to 2", "wnids=FILE");
  }

  @Test
  void labelsGoByWnidsInTheOrderOfTheImagesAsTensorFlowsDo() throws IOException {
    Map<String, String> classes = flatten();
    labels("imagenet_2012_validation_synset_labels.txt", classes.values().stream());
    labelled(classes);
  }

  @Test
  void kagglesLayoutAndLabelsAreRead() throws IOException {
    Map<String, String> classes = flatten();
    Path data = Files.createDirectories(folders.resolve("ILSVRC/Data/CLS-LOC"));
    Files.move(folders.resolve("train"), data.resolve("train"));
    Files.move(folders.resolve("val"), data.resolve("val"));
    labels(
        "LOC_val_solution.csv",
        Stream.concat(
            Stream.of("ImageId,PredictionString"),
            classes.entrySet().stream()
                .map(
                    e ->
                        "%s,%s 1 2 3 4 %s 5 6 7 8 "
                            .formatted(
                                e.getKey().replace(".JPEG", ""), e.getValue(), e.getValue()))));
    labelled(classes);
    assertThat(ReadAll.of(ImageNet.parse(folders.toString())))
        .extracting(Example::id)
        .contains("train/n01440764/n01440764_0.JPEG");
  }

  /** The numbers of the ground truth count an order that is not the alphabet's. */
  @Test
  void aSortedListIsNotTheDevelopmentKits() throws IOException {
    Map<String, String> classes = flatten();
    labels("val/truth.txt", classes.values().stream().map(w -> "" + (WNIDS.indexOf(w) + 1)));
    labels("synsets", WNIDS.stream());

    assertThatThrownBy(() -> read(Path.of(folders + ",wnids=" + folders + "/synsets")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "synsets is sorted", "development kit", "every label would be wrong")
        .hasMessageNotContaining("\n");
  }

  @Test
  void validationImagesThatAreSortedByHalfAreRefused() throws IOException {
    write(folders, "val/ILSVRC2012_val_00000099.JPEG", new byte[1]);
    write(folders, "val/ILSVRC2012_val_00000098.JPEG", new byte[1]);

    assertThatThrownBy(() -> read(folders))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("/val/ holds 9 images in class folders and 2 beside them");
  }

  @Test
  void whatIsNotUsedIsCountedButNotTheLabelsThatAre() throws IOException {
    Map<String, String> classes = flatten();
    labels("val/mine.txt", classes.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()));
    write(folders, "val/valprep.sh", new byte[1]);
    write(folders, "train/loose.JPEG", new byte[1]);
    write(folders, "a.md", new byte[1]);

    for (String given : List.of("", ",valLabels=" + folders.resolve("val/mine.txt"))) {
      try (CapturedLog log = new CapturedLog()) {
        ImageNet.parse(folders + given).slices(ReadAll.HADOOP);
        assertThat(log.lines())
            .filteredOn(line -> line.contains("not used"))
            .singleElement()
            .asString()
            .endsWith(
                "not used: .JPEG files: 1 (train/loose.JPEG); .md files: 1 (a.md); .sh files: 1 (val/valprep.sh)");
      }
    }
  }

  @Test
  void linksThatLeadOutAreFollowedAndThoseToNothingRefused() throws IOException {
    pack(folders, tars);
    Path data = Files.createDirectory(temporary.resolve("data"));
    for (Path file : list(tars)) {
      Files.createSymbolicLink(data.resolve(file.getFileName()), file);
    }
    Path named = Path.of(data + ",valLabels=" + tars.resolve("labels.txt"));
    same(folders, named);

    for (String name : List.of("train", "val")) {
      Path link = Files.createSymbolicLink(data.resolve(name), Path.of("/nowhere/x"));
      assertThatThrownBy(() -> read(named))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("/" + name + " is a link to nothing that can be read");
      Files.delete(link);
    }
    Files.delete(tars.resolve("ILSVRC2012_img_val.tar"));
    assertThatThrownBy(() -> read(named)).hasMessageContaining("img_val.tar is a link to nothing");
  }

  @Test
  void withoutValidationImagesTheTrainingImagesAreAPool() throws IOException {
    pack(folders, tars);
    Files.delete(tars.resolve("ILSVRC2012_img_val.tar"));

    assertThat(ImageNet.parse(tars.toString()).slices(ReadAll.HADOOP))
        .hasSize(3)
        .allSatisfy(slice -> assertThat(slice.officialSplit()).isEmpty());
  }

  @Test
  void theTarIsReadBesideAFolderWithoutImages() throws IOException {
    pack(folders, tars);
    Files.createDirectory(tars.resolve("val"));
    Files.writeString(tars.resolve("val/unpack.log"), "0 files");

    same(folders, tars);
    Files.delete(tars.resolve("ILSVRC2012_img_val.tar"));
    assertThatThrownBy(() -> read(tars))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("holds no validation images", "remove")
        .hasMessageNotContaining("\n");
  }

  @Test
  void anImageThatTheLabelsLackIsNamedOnce() throws IOException {
    pack(folders, tars);
    Path labels = tars.resolve("labels.txt");
    Files.write(labels, Files.readAllLines(labels).subList(1, 9));

    assertThatThrownBy(() -> read(tars))
        .isInstanceOf(BadInputException.class)
        .hasMessageMatching(".*: the labels file says nothing of ILSVRC2012_val_\\d+\\.JPEG");
  }

  @Test
  void namesThatLeadElsewhereAreNamesOnly() throws IOException {
    Map<String, byte[]> inner = new LinkedHashMap<>();
    inner.put("../../../etc/a.JPEG", new byte[] {1});
    inner.put("/b.JPEG", new byte[] {2});
    inner.put("..", new byte[] {3});
    inner.put("x".repeat(300) + ".JPEG", new byte[] {4});
    Files.write(
        tars.resolve("ILSVRC2012_img_train.tar"),
        TarFiles.tar(Map.of("../../n01440764.tar", TarFiles.tar(inner))));

    assertThat(ReadAll.of(ImageNet.parse(tars.toString())))
        .extracting(Example::id)
        .containsExactly(
            "train/n01440764/a.JPEG",
            "train/n01440764/b.JPEG",
            "train/n01440764/" + "x".repeat(300) + ".JPEG");
  }

  @Test
  void aTarCutOffAnywhereIsRefused() throws IOException {
    pack(folders, tars);
    Path tar = tars.resolve("ILSVRC2012_img_train.tar");
    byte[] whole = Files.readAllBytes(tar);
    for (int length = 0; length < whole.length - 10_240; length += 256) {
      Files.write(tar, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ReadAll.of(ImageNet.parse(tars.toString())))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("ILSVRC2012_img_train.tar");
    }
  }

  @Test
  void anAbsurdSizeIsRefused() throws IOException {
    pack(folders, tars);
    Path tar = tars.resolve("ILSVRC2012_img_train.tar");
    byte[] bytes = Files.readAllBytes(tar);
    // Base 256, eight gigabytes; and the checksum that belongs to it.
    byte[] size = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0};
    System.arraycopy(size, 0, bytes, 124, 12);
    Arrays.fill(bytes, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += bytes[i] & 0xff;
    }
    byte[] checksum =
        String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(checksum, 0, bytes, 148, 8);
    Files.write(tar, bytes);

    assertThatThrownBy(() -> read(tars))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("says it has 8,589,934,592 bytes");
  }

  @Test
  void aFolderWithoutImagesSaysWhatIsExpected() {
    assertThatThrownBy(() -> read(tars))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds neither train/<wnid>/*.JPEG nor ILSVRC2012_img_train.tar");
    assertThatThrownBy(() -> read(tars.resolve("nowhere")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nowhere is no folder");
  }

  @Test
  void theSpecificationIsReadBack() {
    for (String text :
        List.of("imagenet:/a", "imagenet:/a,valLabels=/b", "imagenet:/a,valLabels=/b,wnids=/c")) {
      assertThat(Sources.parse(text).specification()).isEqualTo(text);
    }
  }
}
