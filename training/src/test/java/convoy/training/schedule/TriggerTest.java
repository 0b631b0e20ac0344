// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TriggerTest {
  private static final Moment BEFORE = new Moment(0, 0, false, 0, Improvement.NONE);

  private static Moment at(int epochs, int rounds, boolean endsEpoch) {
    return new Moment(epochs, rounds, endsEpoch, 0, Improvement.NONE);
  }

  @Test
  void everySoManyEpochsAtTheirEndAlone() {
    Trigger trigger = new Trigger.Epochs(2);

    assertThat(trigger.fires(BEFORE, at(2, 10, true))).isTrue();
    assertThat(trigger.fires(BEFORE, at(2, 11, false))).isFalse();
    assertThat(trigger.fires(BEFORE, at(3, 15, true))).isFalse();
  }

  @Test
  void everySoManyRounds() {
    Trigger trigger = new Trigger.Rounds(3);

    assertThat(trigger.fires(BEFORE, at(0, 3, false))).isTrue();
    assertThat(trigger.fires(BEFORE, at(0, 4, true))).isFalse();
  }

  @Test
  void onceAfterEverySoManyMinutes() {
    Trigger trigger = new Trigger.Minutes(10);
    Moment nine = new Moment(0, 1, false, 9, Improvement.NONE);
    Moment eleven = new Moment(0, 2, false, 11, Improvement.NONE);
    Moment nineteen = new Moment(0, 3, false, 19, Improvement.NONE);

    assertThat(trigger.fires(BEFORE, nine)).isFalse();
    assertThat(trigger.fires(nine, eleven)).isTrue();
    assertThat(trigger.fires(eleven, nineteen)).isFalse();
  }

  @Test
  void fromTheLastEpochOn() {
    Trigger trigger = new Trigger.MaxEpochs(2);

    assertThat(trigger.fires(BEFORE, at(1, 9, true))).isFalse();
    assertThat(trigger.fires(BEFORE, at(2, 10, true))).isTrue();
    assertThat(trigger.fires(BEFORE, at(3, 10, false))).isTrue();
  }

  @Test
  void whenNothingImprovesOrTheTargetIsReached() {
    Moment stuck = new Moment(5, 50, true, 0, new Improvement(0.8, 3, 0, 0));

    assertThat(new Trigger.NoImprovement(3).fires(BEFORE, stuck)).isTrue();
    assertThat(new Trigger.NoImprovement(4).fires(BEFORE, stuck)).isFalse();
    assertThat(new Trigger.Reached(0.8).fires(BEFORE, stuck)).isTrue();
    assertThat(new Trigger.Reached(0.81).fires(BEFORE, stuck)).isFalse();
    assertThat(new Trigger.Reached(0.01).fires(BEFORE, BEFORE)).isFalse();
  }

  @Test
  void anyOfNoneNeverFires() {
    Trigger both = new Trigger.Any(List.of(new Trigger.Rounds(7), new Trigger.MaxEpochs(2)));

    assertThat(new Trigger.Any(List.of()).fires(BEFORE, at(9, 9, true))).isFalse();
    assertThat(both.fires(BEFORE, at(1, 7, false))).isTrue();
    assertThat(both.fires(BEFORE, at(2, 8, false))).isTrue();
    assertThat(both.fires(BEFORE, at(1, 8, false))).isFalse();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Trigger.Rounds(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Trigger.Minutes(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Trigger.Reached(1.1));
  }
}
