// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureSumsTest {
  private static final ImageShape TWO = new ImageShape(2, 1, 1);
  private static final ImageShape FIVE = new ImageShape(5, 1, 1);
  private static final Offset<Double> ROUNDING = within(1e-12);

  /** Values that vary by 5/16 each and 3/16 together: the eigenvalues are 1/2 and 1/8. */
  @Test
  void drawsStatisticsAsByHand() {
    Statistics statistics =
        Statistics.of(
            sums(TWO, point(-0.5f, 0), point(0, -0.5f), point(0.5f, 1), point(1, 0.5f)), "c0ffee");
    assertThat(statistics.elements()).isEqualTo(ElementType.FLOAT32);
    assertThat(statistics.count()).isEqualTo(4);
    assertThat(statistics.splitDigest()).isEqualTo("c0ffee");
    assertThat(statistics.pixels().mean()).containsExactly(0.25, 0.25);
    assertThat(statistics.pixels().deviation()).containsOnly(Math.sqrt(0.3125));
    assertThat(statistics.pixels().minimum()).containsExactly(-0.5, -0.5);
    assertThat(statistics.pixels().maximum()).containsExactly(1, 1);
    assertThat(statistics.channels().mean()).containsExactly(0.25, 0.25);
    assertThat(statistics.channels().deviation()).containsOnly(Math.sqrt(0.3125));
    assertThat(statistics.covariance()).containsExactly(0.3125, 0.1875, 0.1875, 0.3125);
    assertThat(statistics.components().eigenvalues())
        .containsExactly(new double[] {0.5, 0.125}, ROUNDING);
    assertThat(statistics.patches()).isEmpty();
  }

  @Test
  void agreesWithPlainLoops() {
    List<byte[]> examples = random(300, 1);
    Statistics statistics = Statistics.of(sums(FIVE, examples), "");
    float[] values = new float[300 * 5];
    for (int i = 0; i < 300; i++) {
      ElementType.FLOAT32.copy(examples.get(i), values, 5 * i);
    }
    Moments expected = Moments.of(values, 300, FIVE);
    assertThat(statistics.pixels().mean()).containsExactly(expected.mean(), ROUNDING);
    assertThat(statistics.covariance()).containsExactly(expected.covariance(), ROUNDING);
    assertThat(statistics.channels().deviation())
        .containsExactly(expected.channelDeviation(), ROUNDING);
  }

  /** 16 million and one step of fp32: sums of squares in doubles would leave noise. */
  @Test
  void keepsTheDigitsOfATinyVariance() {
    ImageShape one = new ImageShape(1, 1, 1);
    FeatureSums sums = FeatureSums.zero(one).add(point(16777215));
    for (int i = 0; i < 999; i++) {
      sums.add(point(16777216));
    }
    assertThat(sums.covariance()).containsExactly(0.001 * 0.999);
    assertThat(sums.mean()).containsExactly(16777216 - 0.001);
  }

  @Test
  void holdsTheSmallestAndTheLargestFloats() {
    FeatureSums sums =
        sums(
            TWO,
            point(Float.MIN_VALUE, Float.MAX_VALUE),
            point(-Float.MIN_VALUE, -Float.MAX_VALUE),
            point(0, 0),
            point(-0f, -0f));
    double small = Float.MIN_VALUE;
    double large = Float.MAX_VALUE;
    assertThat(sums.mean()).containsExactly(0, 0);
    assertThat(sums.covariance())
        .containsExactly(
            small * small / 2, small * large / 2, small * large / 2, large * large / 2);
    assertThat(sums.maximum()).containsExactly(small, large);
    assertThat(sums.minimum()).containsExactly(-small, -large);
  }

  @Test
  void hasNoVarianceAtAllInEqualExamples() {
    byte[] example = point(0.1f, -3.3e-30f);
    Statistics statistics = Statistics.of(sums(TWO, Collections.nCopies(7, example)), "");
    assertThat(statistics.pixels().mean()).containsExactly(0.1f, -3.3e-30f);
    assertThat(statistics.covariance()).containsOnly(0);
    assertThat(statistics.components().eigenvectors()).doesNotContain(Double.NaN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void isTheSameToTheLastBitForAnyPartsMergedInAnyOrder(int parts) {
    List<byte[]> examples = random(500, 2);
    byte[] single = SerializationUtils.serialize(sums(FIVE, examples));
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      List<FeatureSums> partial =
          new ArrayList<>(Stream.generate(() -> FeatureSums.zero(FIVE)).limit(parts).toList());
      examples.forEach(example -> partial.get(random.nextInt(parts)).add(example));
      while (partial.size() > 1) {
        FeatureSums other = partial.remove(random.nextInt(partial.size()));
        partial.get(random.nextInt(partial.size())).merge(other);
      }
      assertThat(SerializationUtils.serialize(partial.get(0))).isEqualTo(single);
    }
  }

  @Test
  void isUnchangedByMergingNothingAndLeavesTheOtherAsItWas() {
    List<byte[]> examples = random(10, 3);
    byte[] expected = SerializationUtils.serialize(sums(FIVE, examples));
    FeatureSums zero = FeatureSums.zero(FIVE);
    byte[] nothing = SerializationUtils.serialize(zero);
    FeatureSums some = sums(FIVE, examples);
    assertThat(SerializationUtils.serialize(FeatureSums.zero(FIVE).merge(some)))
        .isEqualTo(expected);
    assertThat(SerializationUtils.serialize(some.merge(zero))).isEqualTo(expected);
    assertThat(SerializationUtils.serialize(zero.merge(FeatureSums.zero(FIVE)))).isEqualTo(nothing);
    FeatureSums.zero(FIVE).merge(some).merge(some).add(examples.get(0));
    assertThat(SerializationUtils.serialize(some)).isEqualTo(expected);
  }

  @Test
  void refusesWhatHasNoSum() {
    FeatureSums sums = FeatureSums.zero(TWO);
    assertThatThrownBy(() -> sums.add(point(1, Float.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("feature 1 is NaN");
    assertThatThrownBy(() -> sums.add(point(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 bytes, not 12");
    assertThatThrownBy(() -> sums.merge(FeatureSums.zero(FIVE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Statistics.of(FeatureSums.zero(TWO), ""))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> FeatureSums.zero(new ImageShape(1025, 1, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1,025 float32 features")
        .hasMessageContaining("at most 1,024");
  }

  private static byte[] point(float... values) {
    return SmallShards.features("", values).image();
  }

  private static FeatureSums sums(ImageShape shape, byte[]... examples) {
    return sums(shape, Arrays.asList(examples));
  }

  private static FeatureSums sums(ImageShape shape, List<byte[]> examples) {
    FeatureSums sums = FeatureSums.zero(shape);
    examples.forEach(sums::add);
    return sums;
  }

  /** Five features that depend on each other. */
  private static List<byte[]> random(int count, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float common = (float) random.nextGaussian();
              float[] values = new float[5];
              for (int k = 0; k < 5; k++) {
                values[k] = k + common * k + (float) random.nextGaussian();
              }
              return point(values);
            })
        .toList();
  }
}
