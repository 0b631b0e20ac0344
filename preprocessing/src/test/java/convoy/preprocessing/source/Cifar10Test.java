// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Cifar10Test {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path temporary;

  private static List<Example> read(Path location) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Slice slice : new Cifar10(location.toString()).slices(HADOOP)) {
      try (Slice.Examples open = slice.open(HADOOP)) {
        open.forEachRemaining(examples::add);
      }
    }
    return examples;
  }

  @Test
  void recordsAreALabelAndThreePlanes() throws IOException {
    CifarFiles.folder(temporary, 3);

    List<Example> examples = read(temporary);

    assertThat(examples).hasSize(18);
    Example second = examples.get(1);
    byte[] file = CifarFiles.records(1, 3);
    assertThat(second.id()).isEqualTo("data_batch_1.bin#1");
    assertThat(second.label()).isEqualTo(file[3073]);
    assertThat(second.image()).isEqualTo(Arrays.copyOfRange(file, 3074, 2 * 3073));
  }

  @Test
  void onlyTheTestFileIsTheOfficialTestSet() throws IOException {
    CifarFiles.folder(temporary, 2);

    List<Slice> slices = new Cifar10(temporary.toString()).slices(HADOOP);

    assertThat(slices)
        .extracting(slice -> slice.officialSplit().orElse(null))
        .containsExactly(null, null, null, null, null, Split.TEST);
  }

  @Test
  void theArchiveHoldsTheSameExamplesAsTheFolder() throws IOException {
    Path folder = CifarFiles.folder(Files.createDirectory(temporary.resolve("folder")), 4);
    Path archive = CifarFiles.archive(temporary.resolve("cifar-10-binary.tar.gz"), 4);

    List<Example> fromFolder = read(folder);
    List<Example> fromArchive = read(archive);

    assertThat(fromArchive).usingRecursiveComparison().isEqualTo(fromFolder);
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(() -> read(temporary.resolve("nowhere")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nowhere does not exist");
  }

  @Test
  void aFolderWithoutBatchesIsRefused() {
    assertThatThrownBy(() -> read(temporary))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds none of data_batch_1.bin");
  }

  @Test
  void anotherVersionAndAFolderOneLevelUpAreNamed() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("cifar-10-batches-bin"));
    CifarFiles.folder(folder, 2);
    assertThatThrownBy(() -> read(temporary))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("it holds: cifar-10-batches-bin", "did you mean " + folder + "?");

    Path python = Files.createDirectory(temporary.resolve("cifar-10-batches-py"));
    Files.createFile(python.resolve("data_batch_1"));
    assertThatThrownBy(() -> read(python))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data_batch_1 is of the version for Python or MATLAB");
  }

  @Test
  void aTruncatedFileIsNamedWithItsSizeAndTheExpectedMultiple() throws IOException {
    CifarFiles.folder(temporary, 2);
    Files.write(temporary.resolve("data_batch_3.bin"), new byte[6145]);

    assertThatThrownBy(() -> read(temporary))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("data_batch_3.bin has 6,145 bytes", "multiple of 3,073");
  }

  @Test
  void anOversizedFileIsRefused() throws IOException {
    CifarFiles.folder(temporary, 2);
    Path file = temporary.resolve("data_batch_2.bin");
    Files.write(file, new byte[1], StandardOpenOption.APPEND);
    assertThatThrownBy(() -> read(temporary))
        .hasMessageContaining("data_batch_2.bin has 6,147 bytes");

    Files.write(file, CifarFiles.records(1, 10_001));
    assertThatThrownBy(() -> read(temporary)).hasMessageContaining("at most 30,730,000");
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsRecord() throws IOException {
    CifarFiles.folder(temporary, 5);
    Path file = temporary.resolve("data_batch_4.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[3 * 3073] = 10;
    Files.write(file, bytes);

    assertThatThrownBy(() -> read(temporary))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data_batch_4.bin: record 3 has label 10, out of range 0 to 9");
  }

  @Test
  void aTruncatedArchiveIsRefused() throws IOException {
    Path archive = CifarFiles.archive(temporary.resolve("cifar.tar.gz"), 20);
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cifar.tar.gz");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void anArchiveThatEndsWithinItsHeaderSaysSo(int length) throws IOException {
    Path archive = CifarFiles.archive(temporary.resolve("cifar.tar.gz"), 2);
    Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), length));

    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("cifar.tar.gz: ends within the header of gzip", "empty");
  }

  @Test
  void anArchiveWhoseTarIsCutOffSaysWhere() throws IOException {
    Path archive = CifarFiles.archive(temporary.resolve("cifar.tar.gz"), 2);
    byte[] tar;
    try (var in = new GZIPInputStream(Files.newInputStream(archive))) {
      tar = in.readAllBytes();
    }
    Files.write(archive, TarFiles.gzip(Arrays.copyOf(tar, 10_000)));

    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("ends before byte ");
  }

  @Test
  void aFileThatIsNoArchiveIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("cifar.tar.gz"), "not gzip");

    assertThatThrownBy(() -> read(file)).isInstanceOf(BadInputException.class);
  }
}
