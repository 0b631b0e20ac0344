// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticShapesTest {
  private static final Configuration HADOOP = new Configuration();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|12000|2000|1",
        "' '|12000|2000|1",
        "seed=-9|12000|2000|-9",
        "test=0|12000|0|1",
        "train=12000,test=2000,seed=7|12000|2000|7",
        "' seed = 7 , train = 5 '|5|2000|7"
      })
  void everySettingMayBeLeftOut(String settings, int train, int test, long seed) {
    assertThat(SyntheticShapes.parse(settings)).isEqualTo(new SyntheticShapes(train, test, seed));
  }

  @Property
  void theSpecificationLeadsBack(
      @ForAll @IntRange(min = 1, max = 1_000_000) int train,
      @ForAll @IntRange(max = 1_000_000) int test,
      @ForAll long seed) {
    SyntheticShapes shapes = new SyntheticShapes(train, test, seed);

    assertThat(shapes.specification()).startsWith("synthetic:");
    assertThat(SyntheticShapes.parse(shapes.specification().substring("synthetic:".length())))
        .isEqualTo(shapes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train=0",
        "train=1000001",
        "train=-1",
        "test=-1",
        "test=99999999999",
        "seed=9223372036854775808",
        "seed=seven",
        "train=",
        "train",
        "train=1.5",
        "tran=5",
        "train=5,",
        "train=5,train=6"
      })
  void aBadSettingIsNamedInOneLine(String settings) {
    String key = settings.split("[=,]", -1)[0];

    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> SyntheticShapes.parse(settings))
        .withMessageContaining("synthetic")
        .withMessageContaining(key)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void theMessageNamesTheValue() {
    assertThatThrownBy(() -> SyntheticShapes.parse("train=0"))
        .hasMessageStartingWith(
            "synthetic: train=0 is out of its range; expected a whole number from 1 to 1000000");
    assertThatThrownBy(() -> SyntheticShapes.parse("seed=seven"))
        .hasMessageStartingWith(
            "synthetic: seed=seven is out of its range; expected a whole number");
    assertThatThrownBy(() -> SyntheticShapes.parse("tran=5"))
        .hasMessage(
            "synthetic:tran=5: unknown setting 'tran'; did you mean 'train'? Known: train, test, seed");
    assertThatThrownBy(() -> new SyntheticShapes(1, 1_000_001, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("synthetic: train=1,test=1000001 is out of range");
  }

  @Test
  void describesItsImages() {
    SyntheticShapes shapes = SyntheticShapes.parse("");

    assertThat(shapes.classNames(HADOOP))
        .containsExactly(
            "circle",
            "ring",
            "crescent",
            "triangle",
            "square",
            "star",
            "cross",
            "heart",
            "arrow",
            "hourglass");
  }

  @Test
  void slicesHoldEveryImageOnce() throws IOException {
    List<Slice> slices = new SyntheticShapes(2_001, 3, 7).slices(HADOOP);

    assertThat(slices)
        .extracting(slice -> slice.officialSplit().isPresent())
        .containsExactly(false, false, false, true);
    assertThat(slices)
        .containsExactly(
            new SyntheticSlice(7, false, 0, 1_000),
            new SyntheticSlice(7, false, 1_000, 1_000),
            new SyntheticSlice(7, false, 2_000, 1),
            new SyntheticSlice(7, true, 0, 3));
    assertThat(ids(read(slices.subList(2, 4))))
        .containsExactly(
            "synthetic/train/002000",
            "synthetic/test/000000",
            "synthetic/test/000001",
            "synthetic/test/000002");
  }

  @Test
  void anExampleIsItsImage() throws IOException {
    Example example = read(new SyntheticShapes(20, 0, 7).slices(HADOOP)).get(17);
    SyntheticImage image = SyntheticImage.draw(7, false, 17);

    assertThat(example.id()).isEqualTo("synthetic/train/000017");
    assertThat(example.label()).isEqualTo(image.label());
    assertThat(example.shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(example.encoding()).isEqualTo(Encoding.RGB8);
    assertThat(example.image()).isEqualTo(image.pixels());
  }

  @Test
  void theFirstHundredOfTwoHundredAreTheHundred() throws IOException {
    List<Example> hundred = read(new SyntheticShapes(100, 0, 7).slices(HADOOP));
    List<Example> twoHundred = read(new SyntheticShapes(200, 0, 7).slices(HADOOP));

    assertThat(twoHundred).hasSize(200);
    assertThat(hundred)
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(twoHundred.subList(0, 100));
  }

  @Test
  void noTestImageIsATrainingImage() throws IOException {
    List<Example> all = read(new SyntheticShapes(500, 500, 7).slices(HADOOP));

    // Buffers are equal by content, arrays by identity.
    assertThat(all).extracting(example -> ByteBuffer.wrap(example.image())).doesNotHaveDuplicates();
    assertThat(ids(all)).doesNotHaveDuplicates();
  }

  @Test
  void aSliceEndsAndCanBeReadAgain() throws IOException {
    SyntheticSlice slice = new SyntheticSlice(7, false, 5, 1);
    try (Slice.Examples examples = slice.open(HADOOP)) {
      examples.next();
      assertThat(examples.hasNext()).isFalse();
      assertThatThrownBy(examples::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(ids(read(List.of(slice)))).containsExactly("synthetic/train/000005");
    assertThat(read(List.of(new SyntheticSlice(7, false, 5, 0)))).isEmpty();
  }

  @Test
  void aSliceTravelsToAnExecutor() throws IOException, ClassNotFoundException {
    Slice slice = new SyntheticSlice(7, true, 5, 10);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(slice);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(slice);
    }
  }

  private static List<String> ids(List<Example> examples) {
    return examples.stream().map(Example::id).toList();
  }

  private static List<Example> read(List<Slice> slices) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Slice slice : slices) {
      try (Slice.Examples open = slice.open(HADOOP)) {
        open.forEachRemaining(examples::add);
      }
    }
    return examples;
  }
}
