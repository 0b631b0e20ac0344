// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsTest {
  private static final Offset<Double> ROUNDING = within(1e-9);

  /** Values that vary by 5 each and 3 together: the eigenvalues are 8 and 2. */
  private static final List<byte[]> FOUR =
      List.of(new byte[] {1, 3}, new byte[] {3, 1}, new byte[] {5, 7}, new byte[] {7, 5});

  @Test
  void agreesWithFourImagesByHand() {
    Statistics statistics = statistics(new ImageShape(2, 1, 1), FOUR);
    assertThat(statistics.count()).isEqualTo(4);
    assertThat(statistics.splitDigest()).isEqualTo("c0ffee");
    assertThat(statistics.pixels().mean()).containsExactly(4, 4);
    assertThat(statistics.pixels().deviation()).containsExactly(Math.sqrt(5), Math.sqrt(5));
    assertThat(statistics.pixels().minimum()).containsExactly(1, 1);
    assertThat(statistics.pixels().maximum()).containsExactly(7, 7);
    assertThat(statistics.channels().mean()).containsExactly(4, 4);
    assertThat(statistics.channels().deviation()).containsExactly(Math.sqrt(5), Math.sqrt(5));
    assertThat(statistics.covariance()).containsExactly(5, 3, 3, 5);
    assertThat(statistics.components().eigenvalues())
        .containsExactly(new double[] {8, 2}, ROUNDING);
    assertThat(statistics.mean()).isEqualTo(4);
    assertThat(statistics.deviationAroundMeanImage()).isCloseTo(Math.sqrt(5), ROUNDING);
  }

  /** One channel of two columns: the channel's deviation counts the difference of the columns. */
  @Test
  void tellsTheDeviationOfAChannelFromThatAroundTheMeanImage() {
    Statistics statistics =
        statistics(new ImageShape(1, 1, 2), List.of(new byte[] {0, 10}, new byte[] {2, 12}));
    assertThat(statistics.channels().mean()).containsExactly(6);
    assertThat(statistics.channels().deviation()).containsExactly(Math.sqrt(26));
    assertThat(statistics.deviationAroundMeanImage()).isEqualTo(1);
  }

  @Property(tries = 100)
  void agreesWithPlainLoops(
      @ForAll @IntRange(min = 1, max = 80) int count,
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll long seed) {
    ImageShape shape = new ImageShape(channels, 2, 3);
    List<byte[]> images = SampleImages.correlated(shape, count, seed);
    Statistics statistics = statistics(shape, images);
    float[] values = SampleImages.minibatch(images);
    Moments expected = Moments.of(values, count, shape);
    assertThat(statistics.pixels().mean()).containsExactly(expected.mean(), ROUNDING);
    assertThat(statistics.covariance()).containsExactly(expected.covariance(), ROUNDING);
    assertThat(statistics.channels().mean()).containsExactly(expected.channelMean(), ROUNDING);
    assertThat(statistics.channels().deviation())
        .containsExactly(expected.channelDeviation(), ROUNDING);
    for (int i = 0; i < shape.size(); i++) {
      assertThat(statistics.pixels().deviation()[i])
          .isCloseTo(Math.sqrt(expected.covariance()[i * shape.size() + i]), ROUNDING);
    }
  }

  /** One grey level in one of 200,000 images: nothing may cancel. */
  @Test
  void keepsTheDigitsOfATinyVariance() {
    ImageShape shape = new ImageShape(1, 1, 1);
    int count = 200_000;
    PixelSums sums = PixelSums.zero(shape).add(new byte[] {(byte) 254});
    SampleImages.constant(shape, count - 1, 255).forEach(sums::add);
    double share = 1.0 / count;
    assertThat(Statistics.of(sums, "").covariance()[0])
        .isCloseTo(share * (1 - share), within(1e-20));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 77, 255})
  void hasNoVarianceAtAllInEqualImages(int value) {
    ImageShape shape = new ImageShape(3, 2, 2);
    Statistics statistics = statistics(shape, SampleImages.constant(shape, 7, value));
    assertThat(statistics.pixels().mean()).containsOnly(value);
    assertThat(statistics.pixels().deviation()).containsOnly(0);
    assertThat(statistics.channels().deviation()).containsOnly(0);
    assertThat(statistics.covariance()).containsOnly(0);
    assertThat(statistics.components().eigenvalues()).containsOnly(0);
    assertThat(statistics.components().eigenvectors()).doesNotContain(Double.NaN);
    assertThat(statistics.deviationAroundMeanImage()).isZero();
  }

  @Test
  void drawsFromOneImageTheImageItselfAndNoCovariance() {
    ImageShape shape = new ImageShape(3, 2, 2);
    byte[] image = SampleImages.random(shape, 1, 9).get(0);
    Statistics statistics = statistics(shape, List.of(image));
    for (int i = 0; i < image.length; i++) {
      assertThat(statistics.pixels().mean()[i]).isEqualTo(Byte.toUnsignedInt(image[i]));
    }
    assertThat(statistics.covariance()).containsOnly(0);
    assertThat(statistics.components().eigenvalues()).containsOnly(0);
    assertThat(Arrays.stream(statistics.channels().deviation()))
        .allMatch(deviation -> deviation > 0);
  }

  @Test
  void refusesAnEmptySplit() {
    PixelSums zero = PixelSums.zero(new ImageShape(3, 2, 2));
    assertThatThrownBy(() -> Statistics.of(zero, ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the training split has no images");
  }

  private static Statistics statistics(ImageShape shape, List<byte[]> images) {
    PixelSums sums = PixelSums.zero(shape);
    images.forEach(sums::add);
    return Statistics.of(sums, "c0ffee");
  }
}
