// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MnistTest {
  @TempDir Path temporary;

  static byte[] images(int count, int height, int width) {
    byte[] pixels = new byte[count * height * width];
    new SplittableRandom(count).nextBytes(pixels);
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x803)
        .putInt(count)
        .putInt(height)
        .putInt(width)
        .put(pixels)
        .array();
  }

  static byte[] labels(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 10));
    }
    return bytes.array();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(temporary.resolve(name), bytes);
  }

  private void plain(int train, int test) throws IOException {
    write("train-images-idx3-ubyte", images(train, 28, 28));
    write("train-labels-idx1-ubyte", labels(train));
    write("t10k-images-idx3-ubyte", images(test, 28, 28));
    write("t10k-labels-idx1-ubyte", labels(test));
  }

  private Mnist source() {
    return new Mnist(temporary.toString());
  }

  @Test
  void aRecordIsAGreyImageAndItsLabel() throws IOException {
    plain(13, 4);

    List<Example> examples = ReadAll.of(source());

    assertThat(examples).hasSize(17);
    Example twelfth = examples.get(12);
    assertThat(twelfth.id()).isEqualTo("train#12");
    assertThat(twelfth.label()).isEqualTo(2);
    assertThat(twelfth.encoding()).isEqualTo(Encoding.GRAY8);
    assertThat(twelfth.shape()).isEqualTo(new ImageShape(1, 28, 28));
    assertThat(twelfth.image())
        .isEqualTo(Arrays.copyOfRange(images(13, 28, 28), 16 + 12 * 784, 16 + 13 * 784));
    assertThat(source().slices(ReadAll.HADOOP))
        .extracting(slice -> slice.officialSplit().orElse(null))
        .containsExactly(null, Split.TEST);
    assertThat(source().classNames(ReadAll.HADOOP)).hasSize(10).startsWith("0", "1");
  }

  @Test
  void slicesOfAPlainFileStartWhereTheyShould() throws IOException {
    write("train-images.idx3-ubyte", images(20_007, 2, 3));
    write("train-labels.idx1-ubyte", labels(20_007));

    List<Slice> slices = source().slices(ReadAll.HADOOP);
    List<Example> examples = ReadAll.of(slices);

    assertThat(slices).hasSize(3);
    assertThat(examples).hasSize(20_007);
    assertThat(examples.get(20_003).label()).isEqualTo(3);
    assertThat(examples.get(20_003).shape()).isEqualTo(new ImageShape(1, 2, 3));
    assertThat(examples.get(20_003).image())
        .isEqualTo(Arrays.copyOfRange(images(20_007, 2, 3), 16 + 20_003 * 6, 16 + 20_004 * 6));
  }

  @Test
  void gzipHoldsTheSameExamples() throws IOException {
    plain(9, 5);
    List<Example> plain = ReadAll.of(source());
    for (String name :
        List.of(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte")) {
      write(name + ".gz", TarFiles.gzip(Files.readAllBytes(temporary.resolve(name))));
      Files.delete(temporary.resolve(name));
    }

    assertThat(ReadAll.of(source())).usingRecursiveComparison().isEqualTo(plain);
  }

  @Test
  void countsThatDifferAreRefused() throws IOException {
    plain(5, 2);
    write("train-labels-idx1-ubyte", labels(6));

    refused("train-images-idx3-ubyte has 5 images", "6 labels");
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    plain(5, 2);
    write("train-images-idx3-ubyte", labels(5));

    refused("train-images-idx3-ubyte begins with 00000801, not with 00000803");
  }

  @Test
  void aHeaderThatPromisesMoreThanTheFileHoldsIsRefusedBeforeMemoryIsTaken() throws IOException {
    plain(5, 2);
    byte[] bytes = images(5, 28, 28);
    ByteBuffer.wrap(bytes).putInt(4, 90_000_000);
    write("train-images-idx3-ubyte", bytes);
    refused("its header announces 90,000,000 records of 784 bytes");

    Files.delete(temporary.resolve("train-images-idx3-ubyte"));
    write("train-images-idx3-ubyte.gz", TarFiles.gzip(bytes));
    refused("its header announces 90,000,000 records of 784 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7, 15})
  void aFileThatEndsWithinItsHeaderSaysSo(int length) throws IOException {
    plain(5, 2);
    write("train-images-idx3-ubyte", Arrays.copyOf(images(5, 28, 28), length));
    refused("train-images-idx3-ubyte has " + length + " bytes and ends within its header");

    Files.delete(temporary.resolve("train-images-idx3-ubyte"));
    write(
        "train-images-idx3-ubyte.gz", Arrays.copyOf(TarFiles.gzip(images(5, 28, 28)), length / 2));
    refused("train-images-idx3-ubyte.gz has " + length / 2 + " bytes and ends within its header");
  }

  @Test
  void absurdSidesAreRefused() throws IOException {
    plain(5, 2);
    byte[] bytes = images(5, 28, 28);
    ByteBuffer.wrap(bytes).putInt(8, -1);
    write("train-images-idx3-ubyte", bytes);
    refused("has -1 rows; expected 1 to 4096");
  }

  @Test
  void gzipThatGoesOnBehindItsRecordsIsRefused() throws IOException {
    plain(5, 2);
    byte[] bytes = images(5, 28, 28);
    Files.delete(temporary.resolve("train-images-idx3-ubyte"));
    write("train-images-idx3-ubyte.gz", TarFiles.gzip(Arrays.copyOf(bytes, bytes.length + 1)));

    refused("goes on behind the records");
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsRecord() throws IOException {
    plain(5, 2);
    byte[] bytes = labels(5);
    bytes[8 + 3] = 10;
    write("train-labels-idx1-ubyte", bytes);

    refused("record 3 has label 10, out of range 0 to 9");
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    refused("holds no train-images-idx3-ubyte");
    plain(5, 2);
    Files.delete(temporary.resolve("t10k-labels-idx1-ubyte"));
    refused("holds t10k-images-idx3-ubyte without its labels");
  }

  /** Kaggle's archive unpacks to folders of the files' names beside the files. */
  @Test
  void filesInFoldersOfTheirOwnNamesAreRead() throws IOException {
    plain(9, 5);
    List<Example> plain = ReadAll.of(source());
    for (String name : List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte")) {
      Files.move(temporary.resolve(name), temporary.resolve("moved"));
      Files.createDirectory(temporary.resolve(name));
      Files.move(temporary.resolve("moved"), temporary.resolve(name + "/" + name));
    }

    assertThat(ReadAll.of(source())).usingRecursiveComparison().isEqualTo(plain);
  }

  @Test
  void whetherAFileIsPackedShowsInItsBytes() throws IOException {
    plain(9, 5);
    List<Example> plain = ReadAll.of(source());
    Files.move(
        temporary.resolve("train-images-idx3-ubyte"),
        temporary.resolve("train-images-idx3-ubyte.gz"));
    Path labels = temporary.resolve("train-labels-idx1-ubyte");
    Files.write(labels, TarFiles.gzip(Files.readAllBytes(labels)));

    assertThat(ReadAll.of(source())).usingRecursiveComparison().isEqualTo(plain);
  }

  @Test
  void aFolderOneLevelUpIsSuggested() throws IOException {
    plain(9, 5);
    Path raw = Files.createDirectories(temporary.resolve("MNIST/raw"));
    for (String name : List.of("train-images-idx3-ubyte", "train-labels-idx1-ubyte")) {
      Files.move(temporary.resolve(name), raw.resolve(name));
    }
    refused(
        "it holds: files without an ending: 2 (t10k-images-idx3-ubyte, ...); folders: 1 (MNIST)",
        "did you mean mnist:" + raw + "?");
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> ReadAll.of(source()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts)
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }
}
