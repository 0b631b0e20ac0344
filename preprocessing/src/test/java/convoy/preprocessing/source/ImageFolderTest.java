// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.CapturedLog;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
  @TempDir Path temporary;

  private void write(String name) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private ImageFolder source() {
    return new ImageFolder(temporary.toString());
  }

  private List<Slice> slices(Split official) {
    return source().slices(ReadAll.HADOOP).stream()
        .filter(slice -> slice.officialSplit().orElse(null) == official)
        .toList();
  }

  @Test
  void theClassesAreTheSubfoldersInOrder() throws IOException {
    write("tulip/b.JPG");
    write("rose/z 1%20x.png");
    write("rose/a.jpeg");
    write("daisy/c.GIF");
    write("daisy/d.bmp");

    List<Example> examples = ReadAll.of(source());

    assertThat(source().classNames(ReadAll.HADOOP)).containsExactly("daisy", "rose", "tulip");
    assertThat(examples)
        .extracting(Example::id)
        .containsExactly(
            "daisy/c.GIF", "daisy/d.bmp", "rose/a.jpeg", "rose/z 1%20x.png", "tulip/b.JPG");
    assertThat(examples).extracting(Example::label).containsExactly(0, 0, 1, 1, 2);
    assertThat(examples)
        .allSatisfy(
            example -> {
              assertThat(example.encoding()).isEqualTo(Encoding.FILE);
              assertThat(example.shape()).isNull();
              assertThat(example.image()).isEqualTo(example.id().getBytes(StandardCharsets.UTF_8));
            });
    assertThat(slices(null)).hasSize(1);
  }

  @Test
  void imagesWhoseNamesBeginWithAnUnderscoreAreTaken() throws IOException {
    write("rose/_DSC0001.JPG");
    write("rose/__a.png");
    write("rose/a.png");

    assertThat(ReadAll.of(source()))
        .extracting(Example::id)
        .containsExactlyInAnyOrder("rose/_DSC0001.JPG", "rose/__a.png", "rose/a.png");
  }

  @Test
  void whatIsNoImageIsLeftOut() throws IOException {
    write("rose/a.jpeg");
    write("rose/.hidden.jpeg");
    write("rose/._a.jpeg");
    write("rose/_.jpeg");
    write("rose/_jpeg");
    write("rose/_SUCCESS");
    write("rose/notes.txt");
    write("rose/jpg");
    write("rose/deeper/b.jpeg");
    write("_temporary/c.jpeg");
    write(".git/d.jpeg");
    write("loose.jpeg");

    assertThat(ReadAll.of(source())).extracting(Example::id).containsExactly("rose/a.jpeg");
    assertThat(source().classNames(ReadAll.HADOOP)).containsExactly("rose");
  }

  @Test
  void aTestFolderIsTheOfficialTestSplitAndTheRestIsAPool() throws IOException {
    write("train/rose/a.jpg");
    write("train/daisy/b.jpg");
    write("test/rose/c.jpg");

    assertThat(ReadAll.of(slices(null)))
        .extracting(Example::id)
        .containsExactly("train/daisy/b.jpg", "train/rose/a.jpg");
    List<Example> test = ReadAll.of(slices(Split.TEST));
    assertThat(test).extracting(Example::id).containsExactly("test/rose/c.jpg");
    assertThat(test.get(0).label()).isEqualTo(1);
  }

  @Test
  void besideAValidationFolderNothingIsHeldOut() throws IOException {
    for (String name : List.of("val", "valid", "validation")) {
      write("train/rose/a.jpg");
      write(name + "/rose/c.jpg");
      assertThat(slices(null)).isEmpty();
      assertThat(ReadAll.of(slices(Split.TRAIN))).hasSize(1);
      assertThat(ReadAll.of(slices(Split.VALIDATION)))
          .extracting(Example::id)
          .containsExactly(name + "/rose/c.jpg");
      Files.delete(temporary.resolve(name + "/rose/c.jpg"));
      Files.delete(temporary.resolve(name + "/rose"));
    }
  }

  /** Without a word, a share of the training images would take the place of the official ones. */
  @ParameterizedTest
  @ValueSource(strings = {"val", "valid", "validation", "test"})
  void anOfficialSplitWithoutClassFoldersIsRefused(String split) throws IOException {
    write("train/rose/a.jpg");
    Files.createDirectories(temporary.resolve(split));
    assertThat(slices(null)).hasSize(1);
    write(split + "/.DS_Store");
    assertThat(slices(null)).hasSize(1);
    write(split + "/b.jpg");
    refused("/%s/ holds files, but no class folders; expected %s/<class>/".formatted(split, split));
  }

  @Test
  void aClassMayBeCalledTrain() throws IOException {
    write("train/a.jpg");
    write("bus/b.jpg");

    assertThat(source().classNames(ReadAll.HADOOP)).containsExactly("bus", "train");
    assertThat(ReadAll.of(source())).hasSize(2);
  }

  @Test
  void manyFilesAreSeveralSlices() throws IOException {
    for (int i = 0; i < 501; i++) {
      write(String.format(Locale.ROOT, "rose/%04d.jpg", i));
    }

    assertThat(source().slices(ReadAll.HADOOP)).hasSize(2);
    assertThat(ReadAll.of(source())).hasSize(501);
  }

  @Test
  void aClassThatTrainingDoesNotKnowIsNamed() throws IOException {
    write("train/rose/a.jpg");
    write("test/tulip/b.jpg");
    refused("test/tulip is none of the 1 classes");
  }

  @Test
  void bothValidationFoldersAreRefused() throws IOException {
    write("train/rose/a.jpg");
    write("val/rose/a.jpg");
    write("validation/rose/a.jpg");
    refused("holds val/ and validation/");
  }

  @Test
  void aFolderWithoutImagesIsRefused() throws IOException {
    refused("holds no class folders");
    write("rose/a.txt");
    refused("holds no class folders");
    assertThatThrownBy(() -> ReadAll.of(new ImageFolder(temporary + "/nowhere")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nowhere is no folder");
  }

  /** The one slice: what cannot be used is named with its reason, and what is behind it is read. */
  private List<String> read(List<Slice> slices) throws IOException {
    List<String> read = new ArrayList<>();
    try (Slice.Examples examples = slices.get(0).open(ReadAll.HADOOP)) {
      while (examples.hasNext()) {
        try {
          read.add(examples.next().id());
        } catch (UnusableExampleException e) {
          assertThat(e.getMessage()).startsWith(e.id() + ": " + e.detail()).doesNotContain("\n");
          read.add(e.id() + " " + e.reason().code());
        }
      }
    }
    return read;
  }

  @Test
  void aNameThatHadoopCannotOpenIsUnusable() throws IOException {
    write("rose/a:b.jpg");
    write("rose/b.jpg");

    assertThat(read(slices(null))).containsExactly("rose/a:b.jpg unusable-name", "rose/b.jpg");
    refused("rose/a:b.jpg: has a name that Hadoop cannot open");
  }

  @Test
  void aFileLargerThanAnyImageIsUnusableAndNotRead() throws IOException {
    write("rose/a.jpg");
    write("rose/b.jpg");
    try (var file = FileChannel.open(temporary.resolve("rose/a.jpg"), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), 256L << 20);
    }

    assertThat(read(slices(null))).containsExactly("rose/a.jpg file-too-large", "rose/b.jpg");
    refused("rose/a.jpg: has 268,435,457 bytes; an image has at most 268,435,456");
  }

  @Test
  void aFileThatChangesAfterItWasListedIsUnusable() throws IOException {
    write("rose/gone.jpg");
    write("rose/short.jpg");
    write("rose/whole.jpg");
    List<Slice> slices = slices(null);
    Files.delete(temporary.resolve("rose/gone.jpg"));
    Files.writeString(temporary.resolve("rose/short.jpg"), "short");

    assertThat(read(slices))
        .containsExactly("rose/gone.jpg unreadable", "rose/short.jpg truncated", "rose/whole.jpg");
  }

  @Test
  void aFileThatMayNotBeReadIsUnusableAndAFileSystemThatFailsEndsTheJob() throws IOException {
    write("rose/denied.jpg");
    write("rose/whole.jpg");
    ReadAll.HADOOP.set("fs.moody.impl", MoodyFileSystem.class.getName());
    ImageFolder moody = new ImageFolder("moody://" + temporary);

    assertThat(read(moody.slices(ReadAll.HADOOP)))
        .containsExactly("rose/denied.jpg unreadable", "rose/whole.jpg");
    write("rose/timeout.jpg");
    List<Slice> slices = moody.slices(ReadAll.HADOOP);
    assertThatThrownBy(() -> read(slices))
        .isInstanceOf(BadInputException.class)
        .isNotInstanceOf(UnusableExampleException.class)
        .hasMessageContaining("timeout.jpg timed out");
  }

  /** The local files, some of which cannot be opened as their names say. */
  public static final class MoodyFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("moody:///");
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer) throws IOException {
      switch (path.getName()) {
        case "denied.jpg" -> throw new AccessControlException("permission denied:\nno user");
        case "timeout.jpg" -> throw new IOException(path + " timed out");
        default -> {
          return super.open(path, buffer);
        }
      }
    }
  }

  @Test
  void linksToFilesAreFollowedWithinTheFolderAndFoldersAreNoImages() throws IOException {
    write("data/rose/a.jpg");
    write("secret.jpg");
    link("data/rose/b.jpg", "a.jpg");
    link("data/rose/c.jpg", "nowhere");
    link("data/rose/d.jpg", "../../secret.jpg");
    write("data/rose/folder.jpg/d.jpg");
    String folder = temporary + "/data";

    assertThat(read(new ImageFolder(folder).slices(ReadAll.HADOOP)))
        .containsExactly("rose/a.jpg", "rose/b.jpg", "rose/c.jpg unreadable", "rose/d.jpg outside");
    Source followed = Sources.parse("folder:" + folder + ",links=follow");
    assertThat(read(followed.slices(ReadAll.HADOOP)))
        .containsExactly("rose/a.jpg", "rose/b.jpg", "rose/c.jpg unreadable", "rose/d.jpg");
    assertThat(followed.specification()).isEqualTo("folder:" + folder + ",links=follow");
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(temporary.resolve(name), Path.of(target));
  }

  @Test
  void aClassFolderThatLeadsOutIsNotLostWithoutAWord() throws IOException {
    write("data/rose/a.jpg");
    write("tulip/b.jpg");
    link("data/tulip", "../tulip");
    String folder = temporary + "/data";

    assertThatThrownBy(() -> ReadAll.of(new ImageFolder(folder)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("data/tulip is a link that leads out", ",links=follow");
    assertThat(ReadAll.of(new ImageFolder(folder, true))).hasSize(2);
  }

  @Test
  void aNameThatIsNoTextIsUnusableAndAClassOfSuchANameIsRefused() throws IOException {
    write("rose/a.jpg");
    Files.createFile(bytes("rose/caf%E9.jpg"));

    assertThat(read(slices(null))).containsExactly("rose/a.jpg", "rose/caf\\xE9.jpg unusable-name");
    Files.createDirectory(bytes("z%FCrich"));
    refused("/z\\xFCrich is a folder whose name is no UTF-8");
  }

  /** Labels would shift by one while a disk is not mounted. */
  @Test
  void aClassFolderThatIsALinkToNothingIsNotLostWithoutAWord() throws IOException {
    write("daisy/a.jpg");
    write("tulip/b.jpg");
    link("_rose", "/nowhere/rose");
    link("dead.jpg", "/nowhere/dead.jpg");
    assertThat(source().classNames(ReadAll.HADOOP)).containsExactly("daisy", "tulip");

    link("rose", "/nowhere/rose");
    refused("/rose is a link to nothing that can be read; mend it, mount");
    Files.delete(temporary.resolve("rose"));
    Files.createSymbolicLink(bytes("z%FCrich"), Path.of("daisy"));
    refused("/z\\xFCrich has a name that is no UTF-8", "may be a link to a folder");
  }

  @ParameterizedTest
  @CsvSource({
    "train, /nowhere/x, nothing",
    "val, /nowhere/x, nothing",
    "test, ., a folder above it",
    "dev, /nowhere/x, nothing",
    "testing, /nowhere/x, nothing"
  })
  void aSplitThatIsALinkToNothingIsRefused(String split, String target, String to)
      throws IOException {
    write((split.equals("train") ? "val" : "train") + "/rose/a.jpg");
    link(split, target);
    refused("/" + split + " is a link to " + to);
  }

  @Test
  void aSplitMayBeALinkThatLeadsOut() throws IOException {
    write("disk/train/rose/a.jpg");
    write("disk/val/rose/b.jpg");
    Files.createDirectory(temporary.resolve("data"));
    link("data/train", "../disk/train");
    link("data/val", "../disk/val");

    for (String kind : List.of("folder:", "imagenet:")) {
      assertThat(ReadAll.of(Sources.parse(kind + temporary + "/data")))
          .extracting(Example::id)
          .containsExactly("train/rose/a.jpg", "val/rose/b.jpg");
    }
  }

  private Path bytes(String name) {
    return Path.of(URI.create(temporary.toUri() + name));
  }

  /** macOS decomposes what Linux composes. */
  @Test
  void formsOfUnicodeAreOneClass() throws IOException {
    write("train/caf\u00e9/a.jpg");
    write("val/cafe\u0301/b.jpg");

    assertThat(source().classNames(ReadAll.HADOOP)).containsExactly("caf\u00e9");
    assertThat(ReadAll.of(slices(Split.VALIDATION)))
        .extracting(Example::id)
        .containsExactly("val/cafe\u0301/b.jpg");
    write("train/cafe\u0301/c.jpg");
    refused("train/ holds two folders that Unicode takes for one name, 'caf\u00e9'");
  }

  @ParameterizedTest
  @CsvSource({
    "Training, Validation, Testing",
    "train, dev, test",
    "TRAIN, eval, Test",
    "training, evaluation, testing"
  })
  void splitsGoByOtherNamesToo(String train, String validation, String test) throws IOException {
    write(train + "/rose/a.jpg");
    write(train + "/preview.jpg");
    write(validation + "/rose/b.jpg");
    write(test + "/rose/c.jpg");

    assertThat(source().classNames(ReadAll.HADOOP)).containsExactly("rose");
    assertThat(ids(Split.TRAIN)).containsExactly(train + "/rose/a.jpg");
    assertThat(ids(Split.VALIDATION)).containsExactly(validation + "/rose/b.jpg");
    assertThat(ids(Split.TEST)).containsExactly(test + "/rose/c.jpg");
  }

  @Test
  void aFolderOfScriptsOrResultsIsNoSplit() throws IOException {
    write("train/rose/a.jpg");
    write("train/tulip/a.jpg");
    write("eval/run.py");
    write("evaluation/rose/plot.png");
    write("evaluation/logs/x.txt");
    Files.createDirectory(temporary.resolve("testing"));
    link("eval/latest", "nowhere");

    try (CapturedLog log = new CapturedLog()) {
      assertThat(slices(null)).hasSize(1);
      assertThat(slices(Split.VALIDATION)).isEmpty();
      assertThat(log.lines()).anyMatch(line -> line.contains("not used: folders: 3 (eval, ...)"));
    }
  }

  @Test
  void anotherNameGivesWayToTheUsualOne() throws IOException {
    write("train/rose/a.jpg");
    write("val/rose/b.jpg");
    write("dev/rose/c.jpg");

    assertThat(ids(Split.VALIDATION)).containsExactly("val/rose/b.jpg");
  }

  @Test
  void aClassWithImagesOneFolderDeeperTooIsRefused() throws IOException {
    write("rose/a.jpg");
    write("rose/images/note.txt");
    assertThat(ReadAll.of(source())).hasSize(1);
    write("rose/images/b.jpg");
    write("rose/images/c.jpg");
    refused("/rose/ holds 1 images, and 2 more in its folder images; put all into one");
  }

  @Test
  void aTrainFolderOfImagesOnlyIsNoSplit() throws IOException {
    write("train/images/a.jpg");
    write("bus/b.jpg");

    assertThat(source().classNames(ReadAll.HADOOP)).containsExactly("bus", "train");
  }

  @ParameterizedTest
  @CsvSource({"train/images/, val/images/", "Training/, testing/", "train/, test/"})
  void splitsWithoutClassesAreNoClasses(String train, String held) throws IOException {
    write(train + "a.jpg");
    write(held + "b.jpg");

    refused("which are splits by their names, and no folder for each class in them");
  }

  private List<String> ids(Split split) throws IOException {
    return ReadAll.of(slices(split)).stream().map(Example::id).toList();
  }

  @Test
  void classesWithoutImagesAreRefusedWithWhatIsThere() throws IOException {
    write("cat/a.jpg");
    write("fox/a.xyz");
    write("fox/b.xyz");
    write("bird/robin/a.jpg");
    Files.createDirectory(temporary.resolve("emu"));
    refused(
        "3 class folders hold no .jpg",
        "bird (folders: 1 (robin)), emu (empty), fox (.xyz files: 2 (a.xyz, ...))");
  }

  @Test
  void aFolderOneLevelUpIsSuggested() throws IOException {
    write("photos/rose/a.jpg");
    refused("it holds: folders: 1 (photos); did you mean folder:" + temporary + "/photos?");
  }

  @Test
  void imagesWithoutClassFoldersAreRefusedWithTheReason() throws IOException {
    write("a.jpg");
    refused("images lie in a folder for each class");
  }

  @Test
  void aClassNameWithALineFeedStaysOneLine() throws IOException {
    write("train/rose/a.jpg");
    write("val/two\nlines/b.jpg");
    refused("val/two\\nlines is none of the 1 classes of the training images: rose");
  }

  /** As CS231n has it: a folder between, labels of the validation images, none of the test's. */
  @Test
  void tinyImageNetIsRead() throws IOException {
    write("train/n2/images/n2_0.JPEG");
    write("train/n2/n2_boxes.txt");
    write("train/n1/images/n1_0.JPEG");
    write("val/images/val_0.JPEG");
    write("val/images/val_1.JPEG");
    write("test/images/test_0.JPEG");
    write("wnids.txt");
    Files.writeString(
        temporary.resolve("val/val_annotations.txt"),
        "val_0.JPEG\tn2\t0\t32\t44\t62\nval_1.JPEG\tn1\t0\t32\t44\t62\n");

    for (String kind : List.of("folder:", "imagenet:")) {
      Source source = Sources.parse(kind + temporary);
      List<Example> examples;
      try (CapturedLog log = new CapturedLog()) {
        examples = ReadAll.of(source);
        assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain("val/val_ann"));
      }
      assertThat(source.classNames(ReadAll.HADOOP)).containsExactly("n1", "n2");
      assertThat(examples)
          .extracting(Example::id)
          .containsExactly(
              "train/n1/n1_0.JPEG", "train/n2/n2_0.JPEG", "val/n2/val_0.JPEG", "val/n1/val_1.JPEG");
      assertThat(examples).extracting(Example::label).containsExactly(0, 1, 1, 0);
    }
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> ReadAll.of(source()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }
}
