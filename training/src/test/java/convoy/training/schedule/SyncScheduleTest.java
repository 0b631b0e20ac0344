// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SyncScheduleTest {
  @Test
  void everyRoundIsAsLong() {
    assertThat(new SyncSchedule.Every(7).steps(0.1, true)).isEqualTo(7);
    assertThat(new SyncSchedule.Every(7).seconds()).isInfinite();
  }

  @Test
  void postLocalAveragesEveryStepUntilTheRateDrops() {
    SyncSchedule schedule = new SyncSchedule.PostLocal(16);

    assertThat(schedule.steps(0.1, false)).isEqualTo(1);
    assertThat(schedule.steps(0.01, true)).isEqualTo(16);
  }

  @Test
  void theQuadraticRuleGrowsWithTheSquareOfTheShrinkingRate() {
    SyncSchedule schedule = new SyncSchedule.Quadratic(2, 0.3);

    assertThat(schedule.steps(0.3, false)).isEqualTo(2);
    assertThat(schedule.steps(0.1, false)).isEqualTo(8); // floor(2.999..^2)
    assertThat(schedule.steps(0.05, true)).isEqualTo(35);
    assertThat(schedule.steps(1e-300, true)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void timedRoundsHaveBothLimits() {
    SyncSchedule schedule = new SyncSchedule.Timed(100, 2.5);

    assertThat(schedule.steps(0.1, true)).isEqualTo(100);
    assertThat(schedule.seconds()).isEqualTo(2.5);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SyncSchedule.Every(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new SyncSchedule.Quadratic(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new SyncSchedule.Timed(1, Double.NaN));
  }
}
