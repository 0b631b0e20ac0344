// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadUnitsTest {
  @Test
  void aUnitIsDeadWhereNoExampleWakesIt() {
    float[] rows = {
      0, 1, 0, 2, //
      0, 0, 0, 3, //
      0, 0, 4, 0
    };
    assertThat(DeadUnits.share(rows, 4, 1)).isEqualTo(0.25);
    assertThat(DeadUnits.share(new float[12], 4, 1)).isEqualTo(1);
  }

  @Test
  void aChannelIsDeadWhereNoPixelOfAnyExampleWakesIt() {
    // Two examples, three channels, two by two pixels.
    float[] activations = new float[2 * 3 * 4];
    activations[3] = 1; // example 0, channel 0
    activations[2 * 4] = -1; // example 0, channel 2
    activations[(3 + 2) * 4 + 1] = 1; // example 1, channel 2
    assertThat(DeadUnits.share(activations, 3, 4)).isEqualTo(1 / 3.0);
  }

  @Test
  void isWhatNaiveCodeSays() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 20; trial++) {
      float[] activations = new float[3 * 5 * 2];
      for (int i = 0; i < activations.length; i++) {
        activations[i] = random.nextDouble() < 0.2 ? 1 : 0;
      }
      int dead = 0;
      for (int unit = 0; unit < 5; unit++) {
        float sum = 0;
        for (int example = 0; example < 3; example++) {
          sum += activations[(example * 5 + unit) * 2] + activations[(example * 5 + unit) * 2 + 1];
        }
        dead += sum == 0 ? 1 : 0;
      }
      assertThat(DeadUnits.share(activations, 5, 2)).isEqualTo(dead / 5.0);
    }
  }

  @Test
  void whatIsNotANumberIsNotDeadAndNoExampleSaysNothing() {
    assertThat(DeadUnits.share(new float[] {Float.NaN}, 1, 1)).isZero();
    assertThat(DeadUnits.share(new float[0], 3, 1)).isNaN();
  }
}
