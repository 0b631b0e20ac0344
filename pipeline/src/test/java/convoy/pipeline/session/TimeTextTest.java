// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeTextTest {
  @Test
  void aTimeHasTheTwoLargestUnits() {
    assertThat(TimeText.of(0.2)).isEqualTo("0 s");
    assertThat(TimeText.of(59.4)).isEqualTo("59 s");
    assertThat(TimeText.of(59.6)).isEqualTo("1 min 0 s");
    assertThat(TimeText.of(125)).isEqualTo("2 min 5 s");
    assertThat(TimeText.of(3_725)).isEqualTo("1 h 2 min");
  }

  @Test
  void theTimeLeftFollowsFromTheSpeedSoFar() {
    assertThat(TimeText.left(10, 25, 100)).isEqualTo("30 s left");
    assertThat(TimeText.left(10, 0, 100)).isEmpty();
    assertThat(TimeText.left(10, 100, 100)).isEmpty();
    assertThat(TimeText.left(10, 100, 0)).isEmpty();
  }
}
