// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void theFirstRoundAndEverySoManyAfterItAreTaken() {
    assertThat(IntStream.range(0, 8).filter(Sampling.rounds(3)::takes)).containsExactly(0, 3, 6);
    assertThat(IntStream.range(0, 3).filter(Sampling.rounds(1)::takes)).containsExactly(0, 1, 2);
    assertThat(IntStream.range(0, 8).filter(Sampling.NONE::takes)).isEmpty();
  }

  @Test
  void aNumberThatIsNoneIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.rounds(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(-1));
  }
}
