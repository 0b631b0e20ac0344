// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ParameterAveragesTest {
  @Test
  void theMeanOverEpochsBeginsWhereItIsToldAndTheOtherForgets() {
    ParameterAverages averages =
        ParameterAverages.zero(new ParameterAverages.Settings(0.5, 2, 2), 1);
    for (int epoch = 1; epoch <= 4; epoch++) {
      averages = averages.addEpoch(new float[] {epoch * epoch}, epoch);
    }

    // 4, 9 and 16; then 9 and 16.
    assertThat(averages.epochEnds().count()).isEqualTo(3);
    assertThat(averages.epochEnds().value()).containsExactly(29 / 3f);
    assertThat(averages.meanOfLastEpochs()).containsExactly(12.5f);
  }

  @Test
  void roundsAreSeenByTheExponentialAverageAlone() {
    ParameterAverages averages =
        ParameterAverages.zero(new ParameterAverages.Settings(0.5, 1, 2), 1)
            .addRound(new float[] {4}, 1)
            .addRound(new float[] {8}, 1);

    assertThat(averages.exponential().value()).containsExactly((float) (5 / 0.75));
    assertThat(averages.lastEpochs()).isEmpty();
    assertThatIllegalStateException().isThrownBy(averages::meanOfLastEpochs);
  }
}
