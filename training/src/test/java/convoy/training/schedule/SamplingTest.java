// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void aRoundIsTakenThatHoldsAMultipleOfTheSteps() {
    assertThat(taken(Sampling.steps(3), 1)).containsExactly(0, 3, 6, 9);
    assertThat(taken(Sampling.steps(5), 2)).containsExactly(0, 4, 10);
    assertThat(taken(Sampling.steps(4), 4)).containsExactly(0, 4, 8);
    assertThat(taken(Sampling.steps(1), 4)).containsExactly(0, 4, 8);
    assertThat(taken(Sampling.NONE, 1)).isEmpty();
  }

  /** The steps before each round taken, of those that begin before the twelfth step. */
  private static IntStream taken(Sampling sampling, int steps) {
    return IntStream.iterate(0, step -> step < 12, step -> step + steps)
        .filter(step -> sampling.takes(step, steps));
  }

  @Test
  void aNumberThatIsNoneIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.steps(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(-1));
  }
}
