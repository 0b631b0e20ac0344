// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.preprocessing.ExampleKey;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentRandomTest {
  private static final int DRAWS = 100_000;

  /** The same arithmetic in Python, where integers are cut to 64 bits by hand. */
  @Test
  void drawsAreThoseOfAnIndependentComputation() {
    long example = ExampleKey.of("data_batch_1.bin#17");
    assertThat(example).isEqualTo(1203457952841557747L);
    AugmentRandom random = new AugmentRandom();
    random.begin(AugmentRandom.stream(7, "crop", 1), 3, example);
    assertThat(random.between(0, 1)).isEqualTo(0.8374266035198468);
    assertThat(random.between(0, 1)).isEqualTo(0.488512588293356);
    assertThat(random.between(0, 1)).isEqualTo(0.4389916861521317);
    assertThat(random.lastingCoin()).isTrue();
    assertThat(random.epoch()).isEqualTo(3);
  }

  @Test
  void normalHasTheMomentsOfTheNormalDistribution() {
    AugmentRandom random = Images.numbers(1);
    double[] moments = new double[5];
    for (int i = 0; i < DRAWS; i++) {
      double draw = random.normal();
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(draw, power) / DRAWS;
      }
    }
    // Five standard errors: variances 1, 2, 15 and 96.
    assertThat(moments[1]).isCloseTo(0, within(0.016));
    assertThat(moments[2]).isCloseTo(1, within(0.023));
    assertThat(moments[3]).isCloseTo(0, within(0.062));
    assertThat(moments[4]).isCloseTo(3, within(0.155));
  }

  @Test
  void belowReachesEveryNumberAboutEquallyOften() {
    int[] counts = new int[10];
    for (int example = 0; example < DRAWS; example++) {
      counts[Images.numbers(example).below(10)]++;
    }
    // 10,000 each, standard deviation 95.
    for (int count : counts) {
      assertThat(count).isBetween(9_525, 10_475);
    }
  }

  @Test
  void everyStreamIsItsOwn() {
    Set<Double> first = new HashSet<>();
    AugmentRandom random = new AugmentRandom();
    int streams = 0;
    for (long seed = 0; seed < 3; seed++) {
      for (String name : Augmentations.names()) {
        for (int occurrence = 0; occurrence < 2; occurrence++) {
          for (int epoch = 0; epoch < 10; epoch++) {
            for (long example = 0; example < 10; example++) {
              random.begin(AugmentRandom.stream(seed, name, occurrence), epoch, example);
              first.add(random.between(0, 1));
              streams++;
            }
          }
        }
      }
    }
    assertThat(first).hasSize(streams);
  }

  @Test
  void anExampleDrawsIndependentlyFromEpochToEpoch() {
    AugmentRandom random = new AugmentRandom();
    long stream = AugmentRandom.stream(1, "test", 0);
    double products = 0;
    for (int example = 0; example < DRAWS; example++) {
      random.begin(stream, 6, example);
      double now = random.between(-1, 1);
      random.begin(stream, 7, example);
      products += now * random.between(-1, 1);
    }
    // Mean 0, variance 1/9; five standard errors.
    assertThat(products / DRAWS).isCloseTo(0, within(0.0053));
  }
}
