// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.shard.LabelledImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomizedPcaTest {
  private static final ImageShape SHAPE = new ImageShape(1, 8, 16);
  private static final int D = SHAPE.size();

  /** Amplitudes of the patterns below: five that matter and a tail of 57 alike. */
  private static final int[] AMPLITUDES = amplitudes(16, 12, 8, 6, 4);

  /**
   * Images of known spectrum. Pattern k is row k + 1 of the Walsh matrix of order 128, and image n
   * has it with the sign of entry (k + 1, n): patterns are orthogonal to each other, and so are
   * their signs over the 128 images. The covariance has the eigenvalue {@code amplitude^2 d} along
   * pattern k, and 0 elsewhere.
   */
  private static final List<byte[]> IMAGES = images();

  /**
   * What an eigenvalue lacks, relative to itself, is the squared ratio of the tail to it, times
   * what chance adds: for 5 components, 16 directions more and a tail of 57 this is expected to be
   * {@code 5 * 57 / (16 - 1) = 19} over all components together (the paper's proof of theorem
   * 10.5).
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsTheKnownSpectrum(long seed) {
    PrincipalComponents components = components(5, seed, IMAGES);
    double tail = 1.0 * D;
    for (int k = 0; k < 5; k++) {
      double known = 1.0 * AMPLITUDES[k] * AMPLITUDES[k] * D;
      assertThat(components.eigenvalues()[k])
          .isBetween(known * (1 - 19 * Math.pow(tail / known, 2)) - 1e-9, known * (1 + 1e-12));
    }
    double total = 0;
    for (int amplitude : AMPLITUDES) {
      total += 1.0 * amplitude * amplitude * D;
    }
    assertThat(components.totalVariance()).isCloseTo(total, within(1e-8));
  }

  @Test
  void refusesMoreImagesThanItAddsExactly() {
    ImageShape large = new ImageShape(3, 224, 224);
    RangeSketch.requireExact(large, 3_652_183);
    assertThatThrownBy(() -> RangeSketch.requireExact(large, 3_652_184))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("at most 3,652,183 images", "3,652,184", "imageSize");
  }

  @Test
  void findsTheVectorsToo() {
    PrincipalComponents components = components(5, 1, IMAGES);
    for (int k = 0; k < 3; k++) {
      double cosine = 0;
      for (int i = 0; i < D; i++) {
        cosine += components.eigenvectors()[k * D + i] * walsh(k + 1, i) / Math.sqrt(D);
      }
      assertThat(Math.abs(cosine)).isCloseTo(1, within(1e-3));
    }
  }

  /** The sketch has more columns than the patterns there are: no tail is left out. */
  @Test
  void isExactWhereTheSketchSpansEverything() {
    Statistics exact = Statistics.of(pixelSums(IMAGES), "");
    PrincipalComponents components = components(50, 1, IMAGES);
    for (int k = 0; k < 50; k++) {
      double value = exact.components().eigenvalues()[k];
      assertThat(components.eigenvalues()[k]).isCloseTo(value, within(1e-10 * value));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 50, 128})
  void hasOrthonormalVectors(int count) {
    double[] vectors = components(count, 1, IMAGES).eigenvectors();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double product = 0;
        for (int k = 0; k < D; k++) {
          product += vectors[i * D + k] * vectors[j * D + k];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-10));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void sketchesTheSameToTheLastBitForAnyPartsMergedInAnyOrder(int parts) {
    List<byte[]> images = SampleImages.random(SHAPE, 2500, 4);
    byte[] single = SerializationUtils.serialize(sketch(6, 3, images));
    Random random = new Random(parts);
    List<RangeSketch> sketches = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      sketches.add(RangeSketch.zero(SHAPE, 6, 3));
    }
    images.forEach(image -> sketches.get(random.nextInt(parts)).add(image));
    Collections.shuffle(sketches, random);
    assertThat(
            SerializationUtils.serialize(
                sketches.stream().reduce(RangeSketch::merge).orElseThrow()))
        .isEqualTo(single);
  }

  @Test
  void givesTheSameBitsForTheSameSeedAndOthersForAnother() {
    double[] first = components(3, 1, IMAGES).eigenvectors();
    assertThat(components(3, 1, IMAGES).eigenvectors()).isEqualTo(first);
    assertThat(components(3, 2, IMAGES).eigenvectors()).isNotEqualTo(first);
  }

  @Test
  void findsNoVarianceInEqualImages() {
    PrincipalComponents components = components(3, 1, SampleImages.constant(SHAPE, 5, 77));
    assertThat(components.eigenvalues()).containsExactly(new double[3], within(1e-18));
    assertThat(components.eigenvectors()).doesNotContain(Double.NaN);
    assertThat(components.totalVariance()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 129})
  void refusesMoreComponentsThanThereAreOrNone(int count) {
    assertThatThrownBy(() -> RangeSketch.zero(SHAPE, count, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            ("images of 8 x 16 x 1 have from 1 to 128 principal components, not %s; change"
                    + " statistics.components (--components)")
                .formatted(count));
  }

  @Test
  void refusesToMergeSketchesByOtherSigns() {
    RangeSketch sketch = RangeSketch.zero(SHAPE, 3, 1);
    assertThatThrownBy(() -> sketch.merge(RangeSketch.zero(SHAPE, 3, 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(sketch::range).isInstanceOf(IllegalArgumentException.class);
  }

  private static PrincipalComponents components(int count, long seed, List<byte[]> images) {
    RangeSketch sketch = sketch(count, seed, images);
    RandomizedPca pca = sketch.range();
    TallSkinnyQr factor = pca.zero();
    pca.addProjected(
        images.stream().map(image -> new LabelledImage(0, 0, image)).iterator(), factor);
    return pca.components(factor, sketch.values());
  }

  private static RangeSketch sketch(int count, long seed, List<byte[]> images) {
    RangeSketch sketch = RangeSketch.zero(SHAPE, count, seed);
    images.forEach(sketch::add);
    return sketch;
  }

  private static PixelSums pixelSums(List<byte[]> images) {
    PixelSums sums = PixelSums.zero(SHAPE);
    images.forEach(sums::add);
    return sums;
  }

  private static int[] amplitudes(int... first) {
    int[] amplitudes = new int[62];
    Arrays.fill(amplitudes, 1);
    System.arraycopy(first, 0, amplitudes, 0, first.length);
    return amplitudes;
  }

  private static List<byte[]> images() {
    List<byte[]> images = new ArrayList<>();
    for (int n = 0; n < D; n++) {
      byte[] image = new byte[D];
      for (int i = 0; i < D; i++) {
        int value = 128;
        for (int k = 0; k < AMPLITUDES.length; k++) {
          value += AMPLITUDES[k] * walsh(k + 1, n) * walsh(k + 1, i);
        }
        image[i] = (byte) value;
      }
      images.add(image);
    }
    return images;
  }

  private static int walsh(int row, int column) {
    return Integer.bitCount(row & column) % 2 == 0 ? 1 : -1;
  }
}
