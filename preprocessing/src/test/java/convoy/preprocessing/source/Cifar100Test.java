// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar100Test {
  private static final int RECORD = 3074;

  @TempDir Path temporary;
  private byte[] train;
  private byte[] test;

  @BeforeEach
  void drawFiles() throws IOException {
    train = records(1, 7);
    test = records(2, 3);
    Files.write(temporary.resolve("train.bin"), train);
    Files.write(temporary.resolve("test.bin"), test);
  }

  private static byte[] records(int seed, int count) {
    byte[] bytes = new byte[count * RECORD];
    new SplittableRandom(seed).nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      bytes[i * RECORD] = (byte) (19 - i);
      bytes[i * RECORD + 1] = (byte) (93 + i);
    }
    return bytes;
  }

  @Test
  void aRecordIsTheCoarseLabelTheFineLabelAndThreePlanes() throws IOException {
    List<Example> examples = ReadAll.of(Cifar100.parse(temporary.toString()));

    assertThat(examples).hasSize(10);
    Example third = examples.stream().filter(e -> e.id().equals("train.bin#2")).findAny().get();
    assertThat(third.label()).isEqualTo(95);
    assertThat(third.shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(third.encoding()).isEqualTo(Encoding.RGB8);
    assertThat(third.image()).isEqualTo(Arrays.copyOfRange(train, 2 * RECORD + 2, 3 * RECORD));
  }

  @Test
  void coarseLabelsAreTheFirstByteAndTheIdsAreTheSame() throws IOException {
    List<Example> fine = ReadAll.of(Cifar100.parse(temporary.toString()));
    List<Example> coarse = ReadAll.of(Cifar100.parse(temporary + ",labels=coarse"));

    assertThat(coarse).extracting(Example::id).isEqualTo(fine.stream().map(Example::id).toList());
    assertThat(coarse)
        .filteredOn(example -> example.id().startsWith("train"))
        .extracting(Example::label)
        .containsExactly(19, 18, 17, 16, 15, 14, 13);
  }

  @Test
  void theArchiveHoldsTheSameExamplesAsTheFolder() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("cifar-100-binary/test.bin", test);
    files.put("cifar-100-binary/fine_label_names.txt", new byte[700]);
    files.put("cifar-100-binary/train.bin", train);
    Path archive = temporary.resolve("cifar-100-binary.tar.gz");
    Files.write(archive, TarFiles.gzip(TarFiles.tar(files)));

    assertThat(ReadAll.of(Cifar100.parse(archive.toString())))
        .usingRecursiveComparison()
        .isEqualTo(ReadAll.of(Cifar100.parse(temporary.toString())));
  }

  @Test
  void theClassesAreTheOfficialOnesInOrder() {
    List<String> fine = Cifar100.parse("x").classNames(ReadAll.HADOOP);
    List<String> coarse = Cifar100.parse("x,labels=coarse").classNames(ReadAll.HADOOP);

    assertThat(fine).hasSize(100).doesNotHaveDuplicates().isSorted();
    assertThat(List.of(fine.get(0), fine.get(49), fine.get(99)))
        .containsExactly("apple", "mountain", "worm");
    assertThat(coarse).hasSize(20).doesNotHaveDuplicates().isSorted();
    assertThat(List.of(coarse.get(0), coarse.get(9), coarse.get(19)))
        .containsExactly("aquatic_mammals", "large_man-made_outdoor_things", "vehicles_2");
  }

  @Test
  void eitherLabelOutOfRangeIsRefusedWhicheverIsLearned() throws IOException {
    train[3 * RECORD] = 20;
    Files.write(temporary.resolve("train.bin"), train);
    assertThatThrownBy(() -> ReadAll.of(Cifar100.parse(temporary.toString())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.bin: record 3 has label 20, out of range 0 to 19");

    train[3 * RECORD] = 19;
    train[4 * RECORD + 1] = 100;
    Files.write(temporary.resolve("train.bin"), train);
    assertThatThrownBy(() -> ReadAll.of(Cifar100.parse(temporary + ",labels=coarse")))
        .hasMessageContaining("record 4 has label 100, out of range 0 to 99");
  }

  @Test
  void aTruncatedFileIsNamedWithTheExpectedMultiple() throws IOException {
    Files.write(temporary.resolve("train.bin"), Arrays.copyOf(train, 3 * RECORD - 1));

    assertThatThrownBy(() -> ReadAll.of(Cifar100.parse(temporary.toString())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("train.bin has 9,221 bytes", "multiple of 3,074", "CIFAR-100");
  }

  @Test
  void settingsThatNobodyKnowsAreNamed() {
    assertThatThrownBy(() -> Cifar100.parse("/x,label=coarse"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("'label'", "did you mean 'labels'");
    assertThatThrownBy(() -> Cifar100.parse("/x,labels=course"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("labels=course", "coarse (20)");
    assertThatThrownBy(() -> Cifar100.parse(""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cifar100 needs a folder");
  }

  @Test
  void theSpecificationIsReadBack() {
    for (String text : List.of("cifar100:/a,b", "cifar100:/a,b,labels=coarse")) {
      assertThat(Sources.parse(text).specification()).isEqualTo(text);
    }
  }
}
