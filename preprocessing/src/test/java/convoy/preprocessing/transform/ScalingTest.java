// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import convoy.preprocessing.statistics.Moments;
import convoy.preprocessing.statistics.Statistics;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
    UnitScaling.fit(STATISTICS).apply(images, 1);
    assertThat(images).containsExactly(0f, 1f, 0.2f, 0.4f);
  }

  /** The mean image is (1, 11 | 100, 100); the four variances are 1, 1, 0, 0: their mean 1/2. */
  @Test
  void meanImageAgreesWithTwoImagesByHand() {
    float[] images = SampleImages.minibatch(TWO);
    MeanImage.fit(STATISTICS).apply(images, 2);
    float root = (float) Math.sqrt(2);
    assertThat(images)
        .containsExactly(new float[] {-root, -root, 0, 0, root, root, 0, 0}, within(1e-6f));
  }

  /** Channel 0 has mean 6 and variance (36 + 16 + 16 + 36) / 4 = 26; channel 1 never varies. */
  @Test
  void channelAgreesWithTwoImagesByHand() {
    float[] images = SampleImages.minibatch(TWO);
    ChannelScaling.fit(STATISTICS).apply(images, 2);
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
    Preprocessor preprocessor = ChannelScaling.fit(Fitting.statistics(shape, images));
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
    Preprocessor preprocessor = MeanImage.fit(Fitting.statistics(shape, images));
    Moments moments = Fitting.moments(preprocessor, shape, images);
    int size = shape.size();
    assertThat(moments.mean()).containsExactly(new double[size], FP32);
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += moments.covariance()[i * size + i];
    }
    assertThat(trace / size).isCloseTo(1, FP32);
  }
}
