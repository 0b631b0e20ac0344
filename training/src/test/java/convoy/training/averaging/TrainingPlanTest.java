// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrainingPlanTest {
  @Test
  void theLargestWorkerSetsTheStepsAndTheLastRoundMayBeShort() {
    TrainingPlan plan = new TrainingPlan(List.of(33L, 50L, 0L), 8, 3, 1);

    assertThat(plan.stepsPerEpoch()).isEqualTo(7);
    assertThat(plan.roundsPerEpoch()).isEqualTo(3);
    assertThat(IntStream.range(0, 3).map(plan::firstStep)).containsExactly(0, 3, 6);
    assertThat(IntStream.range(0, 3).map(plan::steps)).containsExactly(3, 3, 1);
  }

  @Test
  void roundsThatDivideTheEpochAreAllWhole() {
    TrainingPlan plan = new TrainingPlan(List.of(48L), 8, 3, 1);

    assertThat(plan.roundsPerEpoch()).isEqualTo(2);
    assertThat(plan.steps(1)).isEqualTo(3);
  }

  @Test
  void moreLocalStepsThanAnEpochHasMakeOneRound() {
    TrainingPlan plan = new TrainingPlan(List.of(9L), 8, 100, 1);

    assertThat(plan.roundsPerEpoch()).isEqualTo(1);
    assertThat(plan.steps(0)).isEqualTo(2);
  }

  @Property(tries = 300)
  void theRoundsOfAnEpochAreItsSteps(
      @ForAll @IntRange(min = 1, max = 500) int examples,
      @ForAll @IntRange(min = 1, max = 40) int batch,
      @ForAll @IntRange(min = 1, max = 40) int every) {
    TrainingPlan plan = new TrainingPlan(List.of((long) examples), batch, every, 1);

    assertThat(IntStream.range(0, plan.roundsPerEpoch()).map(plan::steps))
        .allMatch(steps -> steps >= 1 && steps <= every);
    assertThat(IntStream.range(0, plan.roundsPerEpoch()).map(plan::steps).sum())
        .isEqualTo(plan.stepsPerEpoch());
  }

  @Test
  void nothingToTrainOnIsAnError() {
    for (List<Long> examples : List.of(List.<Long>of(), List.of(0L, 0L))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new TrainingPlan(examples, 8, 1, 1))
          .withMessageContaining("no worker holds an example");
    }
  }
}
