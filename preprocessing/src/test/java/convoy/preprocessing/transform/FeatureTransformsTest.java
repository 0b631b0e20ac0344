// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.AugmentPlan;
import convoy.preprocessing.augment.Augmentations;
import convoy.preprocessing.statistics.FeatureSums;
import convoy.preprocessing.statistics.Moments;
import convoy.preprocessing.statistics.Statistics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What transforms make of features, the last of which never varies. */
class FeatureTransformsTest {
  private static final int COUNT = 200;
  private static final ImageShape SHAPE = new ImageShape(4, 1, 1);

  /** Half a unit in the last place of the mean 3 in fp32, divided by the deviation 0.01. */
  private static final Offset<Double> ROUNDING = within(1.3e-5);

  private final float[] values = values();
  private final Statistics statistics = statistics(values);

  private static float[] values() {
    Random random = new Random(5);
    float[] values = new float[COUNT * 4];
    for (int i = 0; i < values.length; i += 4) {
      values[i] = 3 + (float) random.nextGaussian() / 100;
      values[i + 1] = -20 + 30 * (float) random.nextGaussian();
      values[i + 2] = values[i + 1] / 2 + (float) random.nextGaussian();
      values[i + 3] = 0.7f;
    }
    return values;
  }

  private static Statistics statistics(float[] values) {
    FeatureSums sums = FeatureSums.zero(SHAPE);
    for (int i = 0; i < values.length; i += 4) {
      ByteBuffer example = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      example.asFloatBuffer().put(values, i, 4);
      sums.add(example.array());
    }
    return Statistics.of(sums, "");
  }

  private Moments after(String specification) {
    float[] transformed = values.clone();
    Preprocessors.fit(specification, statistics).apply(transformed, COUNT);
    return Moments.of(transformed, COUNT, SHAPE);
  }

  @Test
  void theDefaultGivesEveryFeatureMeanZeroAndDeviationOne() {
    Moments moments = after("channel");
    assertThat(moments.mean()).containsExactly(new double[4], ROUNDING);
    assertThat(moments.channelDeviation()).containsExactly(new double[] {1, 1, 1, 0}, ROUNDING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
      channel, pca-whiten epsilon=1e-6
      channel, zca epsilon=1e-6
      centre=image, scale=image, pca-whiten epsilon=1e-6
      """)
  void whiteningLeavesNoCovariance(String specification) {
    Moments moments = after(specification);
    double variance = 0;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        double value = moments.covariance()[4 * i + j];
        variance += i == j ? value : 0;
        assertThat(i == j ? 0 : value).isCloseTo(0, within(1e-3));
      }
    }
    assertThat(variance).isCloseTo(3, within(1e-2));
  }

  /** No variance of rounding to grey levels, under which small features would be lost. */
  @Test
  void theEpsilonOfWhiteningFollowsTheFeaturesAlone() {
    Statistics small = statistics(new float[] {0, 0, 0, 0, 0.001f, 0, 0, 0});
    float[] values = {0.001f, 0, 0, 0};
    Preprocessors.fit("zca", small).apply(values, 1);
    assertThat((double) values[0]).isCloseTo(1 / Math.sqrt(1 + 0.01 / 4), ROUNDING);

    float[] constant = {5, 5, 5, 5};
    Preprocessors.fit("zca", statistics(constant)).apply(constant, 1);
    assertThat(constant).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unit", "scale=unit", "centre=image, scale=unit, pca=2"})
  void refusesToDivideBy255(String specification) {
    assertThat(statistics.elements()).isEqualTo(ElementType.FLOAT32);
    assertThatThrownBy(() -> Preprocessors.fit(specification, statistics))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("divides pixels by 255")
        .hasMessageContaining("float32 features")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAugmentation() {
    assertThatThrownBy(() -> AugmentPlan.of(Augmentations.parse("flip"), statistics))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.augment = flip")
        .hasMessageContaining("float32 features")
        .hasMessageNotContaining("\n");
    assertThat(AugmentPlan.of(Augmentations.NONE, statistics)).isEqualTo(AugmentPlan.NONE);
  }
}
