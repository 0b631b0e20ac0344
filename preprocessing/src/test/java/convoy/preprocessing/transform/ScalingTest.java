// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.statistics.Moments;
import convoy.preprocessing.statistics.Statistics;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScalingTest {
  private static final Offset<Double> FP32 = within(1e-5);

  /** Two channels of two columns: (0, 10 | 100, 100) and (2, 12 | 100, 100). */
  private static final ImageShape SHAPE = new ImageShape(2, 1, 2);

  private static final List<byte[]> TWO =
      List.of(new byte[] {0, 10, 100, 100}, new byte[] {2, 12, 100, 100});
  private static final Statistics STATISTICS = Fitting.statistics(SHAPE, TWO);

  @Test
  void unitDividesBy255() {
    float[] images = {0, 255, 51, 102};
    Preprocessors.fit("unit", STATISTICS).apply(images, 1);
    assertThat(images).containsExactly(0f, 1f, 0.2f, 0.4f);
  }

  /** The mean image is (1, 11 | 100, 100); the four variances are 1, 1, 0, 0: their mean 1/2. */
  @Test
  void meanImageAgreesWithTwoImagesByHand() {
    float[] images = SampleImages.minibatch(TWO);
    Preprocessors.fit("mean-image", STATISTICS).apply(images, 2);
    float root = (float) Math.sqrt(2);
    assertThat(images)
        .containsExactly(new float[] {-root, -root, 0, 0, root, root, 0, 0}, within(1e-6f));
  }

  /** Channel 0 has mean 6 and variance (36 + 16 + 16 + 36) / 4 = 26; channel 1 never varies. */
  @Test
  void channelAgreesWithTwoImagesByHand() {
    float[] images = SampleImages.minibatch(TWO);
    Preprocessors.fit("channel", STATISTICS).apply(images, 2);
    float root = (float) Math.sqrt(26);
    assertThat(images)
        .containsExactly(
            new float[] {-6 / root, 4 / root, 0, 0, -4 / root, 6 / root, 0, 0}, within(1e-6f));
  }

  @Property(tries = 100)
  void channelGivesEveryChannelMean0AndDeviation1(
      @ForAll @IntRange(min = 2, max = 60) int count,
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll long seed) {
    ImageShape shape = new ImageShape(channels, 3, 2);
    List<byte[]> images = SampleImages.correlated(shape, count, seed);
    Preprocessor preprocessor = Preprocessors.fit("channel", Fitting.statistics(shape, images));
    Moments moments = Fitting.moments(preprocessor, shape, images);
    assertThat(moments.channelMean()).containsExactly(new double[channels], FP32);
    for (double deviation : moments.channelDeviation()) {
      assertThat(deviation).isCloseTo(1, FP32);
    }
  }

  @Property(tries = 100)
  void meanImageGivesEveryPositionMean0AndAllTogetherDeviation1(
      @ForAll @IntRange(min = 2, max = 60) int count, @ForAll long seed) {
    ImageShape shape = new ImageShape(3, 3, 2);
    List<byte[]> images = SampleImages.correlated(shape, count, seed);
    Preprocessor preprocessor = Preprocessors.fit("mean-image", Fitting.statistics(shape, images));
    Moments moments = Fitting.moments(preprocessor, shape, images);
    int size = shape.size();
    assertThat(moments.mean()).containsExactly(new double[size], FP32);
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += moments.covariance()[i * size + i];
    }
    assertThat(trace / size).isCloseTo(1, FP32);
  }

  /** Whatever was centred before, what is divided by a deviation then varies by 1. */
  @Property(tries = 200)
  void deviationsAreThoseOfWhatWasCentred(
      @ForAll @IntRange(min = 2, max = 60) int count,
      @ForAll("centres") String centre,
      @ForAll long seed) {
    ImageShape shape = new ImageShape(3, 3, 2);
    List<byte[]> images = SampleImages.correlated(shape, count, seed);
    Statistics statistics = Fitting.statistics(shape, images);
    Moments byImage = moments(centre + ", scale=image", statistics, images);
    for (int i = 0; i < shape.size(); i++) {
      double variance = statistics.pixels().deviation()[i] == 0 ? 0 : 1;
      assertThat(byImage.covariance()[i * shape.size() + i])
          .isCloseTo(variance, fp32(statistics.pixels().deviation()[i]));
    }
    Moments byChannel = moments(centre + ", scale=channel", statistics, images);
    for (int channel = 0; channel < shape.channels(); channel++) {
      assertThat(byChannel.channelDeviation()[channel])
          .isCloseTo(1, fp32(statistics.channels().deviation()[channel]));
    }
    Moments byNumber = moments(centre + ", scale=number", statistics, images);
    double mean = Arrays.stream(byNumber.channelMean()).average().orElseThrow();
    double square = 0;
    for (int channel = 0; channel < 3; channel++) {
      square +=
          Math.pow(byNumber.channelDeviation()[channel], 2)
              + Math.pow(byNumber.channelMean()[channel] - mean, 2);
    }
    assertThat(square / 3).isCloseTo(1, FP32);
  }

  /**
   * How far rounding to fp32 can move a variance of 1 of values up to 255 / deviation: each value
   * moves by half a unit in its last place at most, the variance by twice that, the divisor's own
   * rounding added.
   */
  private static Offset<Double> fp32(double deviation) {
    return within(1e-6 + 2 * 255 / Math.max(deviation, 1e-3) * 0x1.0p-24);
  }

  @Provide
  Arbitrary<String> centres() {
    return Arbitraries.of("centre=none", "centre=number", "centre=channel", "centre=image");
  }

  @Property(tries = 100)
  void centringLeavesTheMean0(@ForAll @IntRange(min = 1, max = 60) int count, @ForAll long seed) {
    ImageShape shape = new ImageShape(3, 3, 2);
    List<byte[]> images = SampleImages.correlated(shape, count, seed);
    Statistics statistics = Fitting.statistics(shape, images);
    double[] number = moments("centre=number", statistics, images).channelMean();
    assertThat(Arrays.stream(number).sum()).isCloseTo(0, within(1e-4));
    assertThat(moments("centre=channel", statistics, images).channelMean())
        .containsExactly(new double[3], within(1e-4));
    assertThat(moments("centre=image", statistics, images).mean())
        .containsExactly(new double[shape.size()], within(1e-4));
  }

  @Property(tries = 100)
  void rangeIsFromMinus1To1AndReachesBoth(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll("centres") String centre,
      @ForAll long seed) {
    ImageShape shape = new ImageShape(3, 3, 2);
    List<byte[]> images = SampleImages.correlated(shape, count, seed);
    Statistics statistics = Fitting.statistics(shape, images);
    float[] values = SampleImages.minibatch(images);
    Preprocessors.fit(centre + ", scale=range", statistics).apply(values, count);
    for (int i = 0; i < shape.size(); i++) {
      float least = Float.MAX_VALUE;
      float most = -Float.MAX_VALUE;
      for (int n = 0; n < count; n++) {
        least = Math.min(least, values[n * shape.size() + i]);
        most = Math.max(most, values[n * shape.size() + i]);
      }
      double half = (statistics.pixels().maximum()[i] - statistics.pixels().minimum()[i]) / 2;
      // Centring and the middle of the range each move a value by half a unit in its last place.
      Offset<Float> rounding = within((float) (2 * 0x1.0p-17 / Math.max(half, 0.5) + 1e-6));
      assertThat(least).isCloseTo(half > 0 ? -1 : 0, rounding);
      assertThat(most).isCloseTo(half > 0 ? 1 : 0, rounding);
    }
  }

  /** Middles and halves of grey levels are exact in fp32. */
  @Test
  void rangeReachesItsEndsToTheLastBit() {
    float[] images = SampleImages.minibatch(TWO);
    Preprocessors.fit("scale=range", STATISTICS).apply(images, 2);
    assertThat(images).containsExactly(-1, -1, 0, 0, 1, 1, 0, 0);
  }

  private static Moments moments(String specification, Statistics statistics, List<byte[]> images) {
    return Fitting.moments(
        Preprocessors.fit(specification, statistics), statistics.shape(), images);
  }
}
