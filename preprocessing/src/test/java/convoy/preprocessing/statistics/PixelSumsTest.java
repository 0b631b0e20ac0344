// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelSumsTest {
  private static final ImageShape SMALL = new ImageShape(3, 2, 2);

  @Test
  void sumsTwoImagesAsByHand() {
    PixelSums sums =
        PixelSums.zero(new ImageShape(1, 1, 2))
            .add(new byte[] {1, (byte) 200})
            .add(new byte[] {3, 10});
    assertThat(sums.count()).isEqualTo(2);
    assertThat(sums.sum(0)).isEqualTo(4);
    assertThat(sums.sum(1)).isEqualTo(210);
    assertThat(sums.product(0, 0)).isEqualTo(1 + 9);
    assertThat(sums.product(0, 1)).isEqualTo(200 + 30);
    assertThat(sums.product(1, 0)).isEqualTo(200 + 30);
    assertThat(sums.product(1, 1)).isEqualTo(40_000 + 100);
    assertThat(sums.values().minimum(1)).isEqualTo(10);
    assertThat(sums.values().maximum(1)).isEqualTo(200);
  }

  @Test
  void hasNothingBeforeTheFirstImage() {
    PixelSums zero = PixelSums.zero(SMALL);
    assertThat(zero.count()).isZero();
    assertThat(zero.sum(11)).isZero();
    assertThat(zero.product(11, 3)).isZero();
    assertThat(zero.values().minimum(0)).isEqualTo(255);
    assertThat(zero.values().maximum(0)).isZero();
  }

  /** Around one and two blocks of the exact multiplication. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1023, 1024, 1025, 2048, 2500})
  void agreesWithPlainLoops(int count) {
    List<byte[]> images = SampleImages.random(SMALL, count, count);
    assertAgreesWithPlainLoops(sums(SMALL, images), images);
  }

  /** More rows of the Gramian than one multiplication computes. */
  @Test
  void agreesWithPlainLoopsOnLargerImages() {
    ImageShape shape = new ImageShape(3, 13, 15);
    List<byte[]> images = SampleImages.random(shape, 40, 5);
    assertAgreesWithPlainLoops(sums(shape, images), images);
  }

  /** Shifted by 128, a 1 is -127: odd products, whose sums fp32 soon cannot hold. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 254, 255})
  void isExactAtTheExtremes(int pixel) {
    int count = 10_001;
    PixelSums sums = sums(SMALL, SampleImages.constant(SMALL, count, pixel));
    assertThat(sums.sum(7)).isEqualTo((long) count * pixel);
    assertThat(sums.product(7, 2)).isEqualTo((long) count * pixel * pixel);
    assertThat(sums.values().minimum(7)).isEqualTo(pixel);
    assertThat(sums.values().maximum(7)).isEqualTo(pixel);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void isTheSameToTheLastBitForAnyPartsMergedInAnyOrder(int parts) {
    List<byte[]> images = SampleImages.correlated(SMALL, 5000, 1);
    byte[] single = SerializationUtils.serialize(sums(SMALL, images));
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      List<PixelSums> partial = scattered(images, parts, random);
      Collections.shuffle(partial, random);
      PixelSums merged = partial.stream().reduce(PixelSums::merge).orElseThrow();
      assertThat(SerializationUtils.serialize(merged)).isEqualTo(single);
    }
  }

  @Property(tries = 100)
  void isTheSameForAnyTreeOfMerges(
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(min = 1, max = 9) int parts,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<byte[]> images = SampleImages.random(SMALL, count, seed);
    List<PixelSums> partial = scattered(images, parts, random);
    while (partial.size() > 1) {
      PixelSums other = partial.remove(random.nextInt(partial.size()));
      partial.get(random.nextInt(partial.size())).merge(other);
    }
    assertThat(SerializationUtils.serialize(partial.get(0)))
        .isEqualTo(SerializationUtils.serialize(sums(SMALL, images)));
  }

  @Test
  void mergesNothingIntoNothing() {
    PixelSums merged = PixelSums.zero(SMALL).merge(PixelSums.zero(SMALL));
    assertThat(SerializationUtils.serialize(merged))
        .isEqualTo(SerializationUtils.serialize(PixelSums.zero(SMALL)));
  }

  @Test
  void isUnchangedByMergingNothingOnEitherSide() {
    List<byte[]> images = SampleImages.random(SMALL, 10, 2);
    byte[] expected = SerializationUtils.serialize(sums(SMALL, images));
    assertThat(SerializationUtils.serialize(PixelSums.zero(SMALL).merge(sums(SMALL, images))))
        .isEqualTo(expected);
    assertThat(SerializationUtils.serialize(sums(SMALL, images).merge(PixelSums.zero(SMALL))))
        .isEqualTo(expected);
  }

  @Test
  void leavesTheMergedPartAsItWas() {
    List<byte[]> images = SampleImages.random(SMALL, 10, 3);
    PixelSums part = sums(SMALL, images);
    PixelSums whole = PixelSums.zero(SMALL).merge(part);
    whole.merge(part).add(images.get(0));
    assertThat(SerializationUtils.serialize(part))
        .isEqualTo(SerializationUtils.serialize(sums(SMALL, images)));
  }

  @Test
  void goesOnAfterSerializationAndAfterReading() {
    List<byte[]> images = SampleImages.random(SMALL, 30, 4);
    PixelSums sums = sums(SMALL, images.subList(0, 10));
    sums = SerializationUtils.roundtrip(sums);
    images.subList(10, 20).forEach(sums::add);
    assertThat(sums.product(0, 0)).isPositive();
    images.subList(20, 30).forEach(sums::add);
    assertAgreesWithPlainLoops(sums, images);
  }

  @Test
  void serializesOneTriangleAndNothingOfAnEmptyOne() {
    ImageShape shape = new ImageShape(1, 20, 20);
    int overhead = 4096 + 16 * shape.size();
    assertThat(SerializationUtils.serialize(sums(shape, SampleImages.random(shape, 3, 0))))
        .hasSizeLessThan(8 * 400 * 401 / 2 + overhead);
    assertThat(SerializationUtils.serialize(PixelSums.zero(shape))).hasSizeLessThan(overhead);
  }

  @Test
  void copiesTheImage() {
    byte[] image = {5, 6};
    PixelSums sums = PixelSums.zero(new ImageShape(1, 1, 2)).add(image);
    image[0] = 77;
    assertThat(sums.product(0, 1)).isEqualTo(30);
  }

  @Test
  void refusesAnotherShape() {
    PixelSums sums = PixelSums.zero(SMALL);
    assertThatThrownBy(() -> sums.add(new byte[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12 bytes, not 11");
    assertThatThrownBy(() -> sums.merge(PixelSums.zero(new ImageShape(3, 4, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x 2 x 3")
        .hasMessageContaining("4 x 1 x 3");
  }

  @Test
  void saysHowMuchMemoryImagesTooLargeWouldTake() {
    assertThatThrownBy(() -> PixelSums.zero(new ImageShape(3, 224, 224)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("224 x 224 x 3")
        .hasMessageContaining("168.8 GiB")
        .hasMessageContaining("16,384")
        .hasMessageContaining("statistics.components=256 (--components 256)")
        .hasMessageNotContaining("\n");
    assertThat(PixelSums.zero(new ImageShape(1, 128, 128)).count()).isZero();
  }

  private static PixelSums sums(ImageShape shape, List<byte[]> images) {
    PixelSums sums = PixelSums.zero(shape);
    images.forEach(sums::add);
    return sums;
  }

  private static List<PixelSums> scattered(List<byte[]> images, int parts, Random random) {
    List<PixelSums> partial =
        new ArrayList<>(Stream.generate(() -> PixelSums.zero(SMALL)).limit(parts).toList());
    images.forEach(image -> partial.get(random.nextInt(parts)).add(image));
    return partial;
  }

  private static void assertAgreesWithPlainLoops(PixelSums sums, List<byte[]> images) {
    int size = images.get(0).length;
    assertThat(sums.count()).isEqualTo(images.size());
    for (int i = 0; i < size; i++) {
      int[] row = values(images, i);
      assertThat(sums.sum(i)).isEqualTo(IntStream.of(row).asLongStream().sum());
      assertThat(sums.values().minimum(i)).isEqualTo(IntStream.of(row).min().orElseThrow());
      assertThat(sums.values().maximum(i)).isEqualTo(IntStream.of(row).max().orElseThrow());
      for (int j = 0; j < size; j++) {
        int[] other = values(images, j);
        long product = 0;
        for (int n = 0; n < row.length; n++) {
          product += (long) row[n] * other[n];
        }
        if (sums.product(i, j) != product) {
          assertThat(sums.product(i, j)).as("product of values %d and %d", i, j).isEqualTo(product);
        }
      }
    }
  }

  private static int[] values(List<byte[]> images, int i) {
    return images.stream().mapToInt(image -> Byte.toUnsignedInt(image[i])).toArray();
  }
}
