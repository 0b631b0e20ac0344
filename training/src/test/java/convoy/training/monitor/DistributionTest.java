// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static float[] random(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (3 + 2 * random.nextGaussian());
    }
    return values;
  }

  @Test
  void isWhatNaiveCodeSays() {
    float[] all = random(1_000);
    float[] part = Arrays.copyOfRange(all, 100, 900);

    Distribution distribution = Distribution.of(all, 100, 900);

    double[] values = IntStream.range(0, 800).mapToDouble(i -> part[i]).toArray();
    double mean = Arrays.stream(values).sum() / 800;
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / 800;
    double norm = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    double low = Arrays.stream(values).min().orElseThrow();
    double high = Arrays.stream(values).max().orElseThrow();
    assertThat(distribution.mean()).isCloseTo(mean, within(1e-12));
    assertThat(distribution.deviation()).isCloseTo(Math.sqrt(variance), within(1e-12));
    assertThat(distribution.low()).isEqualTo(low);
    assertThat(distribution.high()).isEqualTo(high);
    assertThat(distribution.count()).isEqualTo(800);
    assertThat(distribution.norm()).isCloseTo(norm, within(1e-9));
    assertThat(Distribution.norm(all, 100, 900)).isCloseTo(norm, within(1e-9));
    double width = (high - low) / Distribution.BINS;
    for (int bin = 0; bin < Distribution.BINS; bin++) {
      double from = low + bin * width;
      boolean last = bin == Distribution.BINS - 1;
      assertThat(distribution.counts()[bin])
          .isEqualTo(
              Arrays.stream(values).filter(v -> v >= from && (last || v < from + width)).count());
    }
  }

  @Test
  void equalValuesAreInTheFirstBin() {
    Distribution distribution = Distribution.of(new float[] {7, 7, 7}, 0, 3);

    assertThat(distribution.counts()).startsWith(3, 0).hasSize(Distribution.BINS);
    assertThat(distribution.mean()).isEqualTo(7);
    assertThat(distribution.deviation()).isZero();
    assertThat(distribution.low()).isEqualTo(distribution.high()).isEqualTo(7);
  }

  @Test
  void noValueHasNoMeanAndNoNorm() {
    for (Distribution none :
        new Distribution[] {
          Distribution.of(new float[5], 2, 2),
          Distribution.of(new float[] {Float.NaN, Float.NEGATIVE_INFINITY}, 0, 2)
        }) {
      assertThat(none.count()).isZero();
      assertThat(none.norm()).isZero();
      assertThat(none.mean()).isNaN();
      assertThat(none.deviation()).isNaN();
    }
  }

  @Test
  void whatIsNotFiniteIsLeftOut() {
    float[] values = {1, Float.NaN, 3, Float.POSITIVE_INFINITY};

    assertThat(Distribution.of(values, 0, 4).mean()).isEqualTo(2);
    assertThat(Distribution.of(values, 0, 4).count()).isEqualTo(2);
  }

  @Test
  void theLargestFloatsDoNotOverflow() {
    Distribution wide = Distribution.of(new float[] {-Float.MAX_VALUE, 0, Float.MAX_VALUE}, 0, 3);

    assertThat(wide.count()).isEqualTo(3);
    assertThat(wide.deviation()).isFinite().isPositive();
    assertThat(wide.counts()[Distribution.BINS - 1]).isEqualTo(1);
  }
}
