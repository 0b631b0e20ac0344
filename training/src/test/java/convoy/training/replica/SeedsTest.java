// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
  /** Another value here changes the result of every run; the numbers are from Python. */
  @Test
  void theSeedsOfARunAreTheSameInEveryVersion() {
    assertThat(Seeds.ORDER.derive(42, 0, 0)).isEqualTo(1457859383868482922L);
    assertThat(Seeds.ORDER.derive(42, 3, 1)).isEqualTo(9180734123375759753L);
    assertThat(Seeds.NOISE.derive(42, 3, 1, 0)).isEqualTo(6704774349377428701L);
    assertThat(Seeds.NOISE.derive(0, 0, 0, 0)).isEqualTo(2398380460132708043L);
  }

  @Test
  void noTwoPartsShareASeed() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      for (int member = 0; member < 10; member++) {
        seeds.add(Seeds.MEMBER.derive(seed, member));
      }
      for (int epoch = 0; epoch < 10; epoch++) {
        for (int second = 0; second < 10; second++) {
          seeds.add(Seeds.ORDER.derive(seed, epoch, second));
          for (int worker = 0; worker < 10; worker++) {
            seeds.add(Seeds.NOISE.derive(seed, epoch, second, worker));
          }
        }
      }
    }
    assertThat(seeds).hasSize(100 + 1_000 + 10_000);
  }
}
