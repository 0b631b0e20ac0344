// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ImageRandomTest {
  private static final int DRAWS = 100_000;

  @Test
  void aboutNormalHasMeanZeroAndVarianceOne() {
    ImageRandom random = new ImageRandom(3, false, 4);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double draw = random.aboutNormal();
      assertThat(draw).isBetween(-3.4642, 3.4642);
      sum += draw;
      squares += draw * draw;
    }

    // Five standard errors.
    assertThat(sum / DRAWS).isCloseTo(0, within(0.016));
    assertThat(squares / DRAWS).isCloseTo(1, within(0.021));
  }

  @Test
  void neighboursHaveNothingInCommon() {
    double first = new ImageRandom(5, false, 6).between(0, 1);

    assertThat(
            new double[] {
              new ImageRandom(6, false, 5).between(0, 1),
              new ImageRandom(5, true, 6).between(0, 1),
              new ImageRandom(5, true, 5).between(0, 1),
              new ImageRandom(5, false, 7).between(0, 1),
              new ImageRandom(4, false, 7).between(0, 1)
            })
        .doesNotHaveDuplicates()
        .doesNotContain(first);
  }

  @Test
  void belowReachesEveryNumberAboutEquallyOften() {
    ImageRandom random = new ImageRandom(1, false, 0);
    int[] counts = new int[10];
    for (int i = 0; i < DRAWS; i++) {
      counts[random.below(10)]++;
    }

    // 10,000 each, standard deviation 95.
    for (int count : counts) {
      assertThat(count).isBetween(9_525, 10_475);
    }
  }
}
