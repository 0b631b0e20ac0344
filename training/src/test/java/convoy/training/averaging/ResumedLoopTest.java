// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static convoy.training.averaging.SmallLoop.DROPPING;
import static convoy.training.averaging.SmallLoop.UNEQUAL;
import static convoy.training.averaging.SmallLoop.plan;
import static convoy.training.averaging.SmallLoop.spec;
import static convoy.training.averaging.SmallLoop.train;
import static org.assertj.core.api.Assertions.assertThat;

import convoy.training.averaging.SmallLoop.Heard;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop that goes on from any round ends as if nothing had happened. */
class ResumedLoopTest {
  /** Every policy of the updater state, with every kind of outer optimizer and schedule. */
  static List<Arguments> ways() {
    return List.of(
        Arguments.of(
            UpdaterStatePolicy.AVERAGE, new OuterOptimizer.Average(), new SyncSchedule.Every(2)),
        Arguments.of(
            UpdaterStatePolicy.KEEP,
            new OuterOptimizer.SlowMomentum(1, 0.5),
            new SyncSchedule.PostLocal(3)),
        Arguments.of(
            UpdaterStatePolicy.RESET,
            new OuterOptimizer.Nesterov(0.7, 0.9),
            new SyncSchedule.Quadratic(1, 0.015)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void anyRoundIsAPlaceToGoOnFromBitForBit(
      UpdaterStatePolicy policy, OuterOptimizer outer, SyncSchedule sync) {
    assertGoesOn("two-layer", policy, outer, sync);
  }

  @Test
  void anyRoundOfANormalizedNetworkIsAPlaceToGoOnFromBitForBit() {
    assertGoesOn(
        "batch-norm",
        UpdaterStatePolicy.KEEP,
        new OuterOptimizer.SlowMomentum(1, 0.5),
        new SyncSchedule.Every(2));
  }

  private static void assertGoesOn(
      String model, UpdaterStatePolicy policy, OuterOptimizer outer, SyncSchedule sync) {
    ReplicaSpec spec = spec(model, 0.5, 0.9, 8, policy);
    TrainingPlan plan = plan(UNEQUAL, spec, DROPPING, sync, outer, new Trigger.MaxEpochs(3));
    Heard heard = new Heard();
    TrainingState undisturbed = train(spec, UNEQUAL, plan, heard);

    List<RoundEnd> ends = heard.ends;
    for (int round : List.of(0, 2, ends.size() / 2)) {
      // Another run, which finds no replica of the first in the pool.
      ReplicaSpec again = spec(model, 0.5, 0.9, 8, policy);
      assertSame(train(again, UNEQUAL, plan, ends.get(round).state(), end -> {}), undisturbed);
    }
    assertSame(train(spec(model, 0.5, 0.9, 8, policy), UNEQUAL, plan, new Heard()), undisturbed);
  }

  private static void assertSame(TrainingState actual, TrainingState expected) {
    assertThat(actual.parameters()).isEqualTo(expected.parameters());
    assertThat(actual.updaterStates())
        .usingElementComparator(Arrays::compare)
        .isEqualTo(expected.updaterStates());
    assertThat(actual.outerMomentum()).isEqualTo(expected.outerMomentum());
    assertThat(actual.averages().exponential().value())
        .isEqualTo(expected.averages().exponential().value());
    assertThat(actual.averages().epochEnds().value())
        .isEqualTo(expected.averages().epochEnds().value());
    assertThat(actual.averages().meanOfLastEpochs())
        .isEqualTo(expected.averages().meanOfLastEpochs());
    assertThat(actual.position()).isEqualTo(expected.position());
    assertThat(actual.improvement()).isEqualTo(expected.improvement());
  }
}
