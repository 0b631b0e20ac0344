// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import convoy.training.replica.LossSum;
import convoy.training.replica.RoundResult;
import convoy.training.replica.RoundStart;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.Improvement;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TrainingPlanTest {
  private static final ParameterAverages.Settings AVERAGES =
      new ParameterAverages.Settings(0.9, 1, 1);

  private static TrainingPlan plan(List<Long> examples, int batch, int every) {
    return plan(
        examples, batch, new LearningRate.StepDecay(1, 0.5, 4), new SyncSchedule.Every(every));
  }

  private static TrainingPlan plan(
      List<Long> examples, int batch, LearningRate rate, SyncSchedule sync) {
    return new TrainingPlan(
        examples,
        batch,
        rate,
        new Plateau(0.1, 1),
        sync,
        new OuterOptimizer.Average(),
        10,
        Sampling.NONE,
        new Trigger.Epochs(1),
        new Trigger.MaxEpochs(1));
  }

  /** The local steps of the rounds of one epoch, each worker taking all it has left. */
  private static List<Integer> rounds(TrainingPlan plan) {
    List<Integer> rounds = new ArrayList<>();
    TrainingState state = TrainingState.start(new float[1], AVERAGES, plan.examples().size());
    while (!plan.endsEpoch(state.position())) {
      RoundStart start = plan.start(state, UpdaterStatePolicy.RESET);
      rounds.add(start.steps());
      state = at(state.position().after(results(plan, start)), state.improvement());
    }
    return rounds;
  }

  private static List<RoundResult> results(TrainingPlan plan, RoundStart start) {
    return IntStream.range(0, plan.examples().size())
        .mapToObj(
            worker -> {
              int all = (int) ((plan.examples().get(worker) + plan.batch() - 1) / plan.batch());
              int steps =
                  Math.max(0, Math.min(start.steps(), all - start.firstSteps().get(worker)));
              return new RoundResult(
                  new float[1], new float[0], steps, steps, LossSum.ZERO, List.of(), 0, 0);
            })
        .toList();
  }

  private static TrainingState at(Position position, Improvement improvement) {
    return new TrainingState(
        new float[1],
        List.of(),
        new float[0],
        ParameterAverages.zero(AVERAGES, 1),
        position,
        improvement,
        2);
  }

  @Example
  void theLargestWorkerSetsTheStepsAndTheLastRoundMayBeShort() {
    assertThat(TrainingPlan.stepsPerEpoch(List.of(33L, 50L, 0L), 8)).isEqualTo(7);
    assertThat(rounds(plan(List.of(33L, 50L, 0L), 8, 3))).containsExactly(3, 3, 1);
  }

  @Example
  void roundsThatDivideTheEpochAreAllWhole() {
    assertThat(rounds(plan(List.of(48L), 8, 3))).containsExactly(3, 3);
  }

  @Example
  void byTheQuadraticRuleAWarmUpHasTheRoundsOfTheRateThatItEndsAt() {
    LearningRate rate = new LearningRate.WarmUp(new LearningRate.StepDecay(1, 0.5, 4), 4);
    SyncSchedule sync = new SyncSchedule.Quadratic(1, 1.5);

    // (1.5 / 1)^2, and (1.5 / 0.5)^2 after 4 + 4 steps
    assertThat(rounds(plan(List.of(200L), 10, rate, sync))).containsExactly(2, 2, 2, 2, 9, 3);
  }

  @Example
  void moreLocalStepsThanAnEpochHasMakeOneRound() {
    assertThat(rounds(plan(List.of(9L), 8, 100))).containsExactly(2);
  }

  @Property(tries = 300)
  void theRoundsOfAnEpochAreItsSteps(
      @ForAll @IntRange(min = 1, max = 500) int examples,
      @ForAll @IntRange(min = 1, max = 40) int batch,
      @ForAll @IntRange(min = 1, max = 40) int every) {
    List<Integer> rounds = rounds(plan(List.of((long) examples, 3L), batch, every));

    assertThat(rounds).allMatch(steps -> steps >= 1 && steps <= every);
    assertThat(rounds.stream().mapToInt(Integer::intValue).sum())
        .isEqualTo((Math.max(examples, 3) + batch - 1) / batch);
  }

  @Example
  void eachStepHasItsOwnRateReducedWhereTheAccuracyStoodStill() {
    TrainingPlan plan = plan(List.of(800L), 8, 4);
    Position position = new Position(0, 1, 1, 2, List.of(2));

    assertThat(plan.start(at(position, Improvement.NONE), UpdaterStatePolicy.RESET).learningRates())
        .containsExactly(1, 1, 0.5, 0.5);
    assertThat(
            plan.start(at(position, new Improvement(0.5, 1, 0, 1)), UpdaterStatePolicy.RESET)
                .learningRates())
        .containsExactly(0.1, 0.1, 0.05, 0.05);
  }

  /** Four local steps an epoch and two epochs; global steps are more, for the rounds are uneven. */
  @Example
  void theScheduleOfRoundsThatTheClockEndsWaitsForTheSlowAtTheEndOfTheEpoch() {
    LearningRate rate = new LearningRate.Cosine(1, 8);
    TrainingPlan plan = plan(List.of(32L, 32L), 8, rate, new SyncSchedule.Timed(3, 60));

    RoundStart first = start(plan, new Position(1, 5, 0, 7, List.of(0, 0)));
    RoundStart second = start(plan, new Position(1, 6, 1, 10, List.of(3, 1)));
    RoundStart finished = start(plan, new Position(1, 7, 2, 11, List.of(4, 2)));

    assertThat(first.learningRates()).containsExactly(rate.at(4), rate.at(5), rate.at(6));
    assertThat(second.learningRates()).containsExactly(rate.at(7), rate.at(7), rate.at(7));
    assertThat(finished.learningRates()).containsExactly(rate.at(7), rate.at(7));
    assertThat(finished.globalStep()).isEqualTo(11);
  }

  private static RoundStart start(TrainingPlan plan, Position position) {
    return plan.start(at(position, Improvement.NONE), UpdaterStatePolicy.RESET);
  }

  @Example
  void nothingToTrainOnIsAnError() {
    for (List<Long> examples : List.of(List.<Long>of(), Collections.nCopies(2, 0L))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> plan(examples, 8, 1))
          .withMessageContaining("no worker holds an example");
    }
  }
}
