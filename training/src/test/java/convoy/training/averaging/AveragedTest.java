// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import convoy.training.normalization.BatchNormLayout;
import convoy.training.replica.LossSum;
import convoy.training.replica.RoundResult;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Vectors of several ranges, and a part of one, against one core that goes from end to end. */
class AveragedTest {
  private static final int LENGTH = 3 * Ranges.LENGTH + 17;

  private static float[] vector(long seed) {
    return vector(seed, LENGTH);
  }

  private static float[] vector(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5) * (1 << random.nextInt(20));
    }
    return values;
  }

  private static RoundResult result(float[] parameters, long examples) {
    return new RoundResult(
        parameters, new float[0], 1, examples, new LossSum(2, 0, 1), List.of(), 0, 0);
  }

  @Test
  void rangesOnAllCoresGiveTheBitsOfOneCore() {
    float[] first = vector(1);
    float[] last = vector(3);
    List<RoundResult> results = List.of(result(first, 64), result(vector(2), 0), result(last, 17));

    float[] averaged = Averaged.of(results, BatchNormLayout.NONE).parameters();

    float[] expected = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      expected[i] = (float) ((64.0 * first[i] + 17.0 * last[i]) * (1 / 81.0));
    }
    assertThat(averaged).isEqualTo(expected);
  }

  @Test
  void theRunningAverageIsThatOfOneCore() {
    RunningAverage average = RunningAverage.zero(0.9, LENGTH).add(vector(1), 1).add(vector(2), 1);

    double[] expected = new double[LENGTH];
    for (long seed = 1; seed <= 2; seed++) {
      float[] parameters = vector(seed);
      for (int i = 0; i < LENGTH; i++) {
        expected[i] = 0.9 * expected[i] + (1 - 0.9) * parameters[i];
      }
    }
    assertThat(average.sum()).isEqualTo(expected);
  }

  @Test
  void theOuterStepIsThatOfOneCore() {
    var outer = new OuterOptimizer.Nesterov(0.7, 0.9);
    TrainingState state =
        TrainingState.start(vector(1), new ParameterAverages.Settings(0.9, 1, 1), 1);
    float[] averaged = vector(2);

    OuterStep step = OuterStep.take(outer, state, averaged, 0.1);

    float[] momentum = new float[LENGTH];
    float[] next = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      double own = outer.momentum(state.parameters()[i], averaged[i], 0, 0.1);
      momentum[i] = (float) own;
      next[i] = (float) outer.next(state.parameters()[i], averaged[i], own, 0.1);
    }
    assertThat(step.momentum()).isEqualTo(momentum);
    assertThat(step.parameters()).isEqualTo(next);
  }

  /** Weight, mean, variance, weight; one channel. */
  private static final BatchNormLayout ONE =
      new BatchNormLayout(List.of(new BatchNormLayout.Layer("norm", 1, 2, 1)));

  /**
   * Of 10 examples at mean 4 with variance 1 and 30 at mean 8 with variance 2: mean 7, and variance
   * (10 (1 + 9) + 30 (2 + 1)) / 40 = 4.75, where an average would say 1.75.
   */
  @Test
  void runningStatisticsAreMergedAndWeightsAveraged() {
    List<RoundResult> results =
        List.of(
            result(new float[] {4, 4, 1, 4}, 10),
            result(new float[] {Float.NaN, Float.NaN, -9, 1}, 0),
            result(new float[] {8, 8, 2, 8}, 30));

    assertThat(Averaged.of(results, ONE).parameters()).containsExactly(7, 7, 4.75f, 7);
  }

  @Test
  void runningStatisticsOfOneWorkerAreItsOwnToTheLastBit() {
    float[] own = {0.1f, 0.2f, 0.3f, 0.7f};
    List<RoundResult> results = List.of(result(own, 12345), result(new float[4], 0));

    assertThat(Averaged.of(results, ONE).parameters()).isEqualTo(own);
  }

  /** The first and the last entry move to 2 - 0.5 (2 - 1 + 0.5 (0.5 * 4 + 2 - 1)) = 0.75. */
  @Test
  void anOuterOptimizerMovesWeightsAndLeavesMergedStatisticsAlone() {
    var outer = new OuterOptimizer.Nesterov(0.5, 0.5);
    TrainingState start =
        TrainingState.start(new float[] {2, 2, 2, 2}, new ParameterAverages.Settings(0, 1, 1), 1);
    TrainingState state =
        new TrainingState(
            start.parameters(),
            List.of(),
            new float[] {4, 0, 0, 4},
            start.averages(),
            start.position(),
            start.improvement(),
            1);
    Averaged averaged = Averaged.of(List.of(result(new float[] {1, 1, 1, 1}, 3)), ONE);

    OuterStep step = OuterStep.take(outer, state, averaged.parameters(), 0.1).keeping(averaged);

    assertThat(step.parameters()).containsExactly(0.75f, 1, 1, 0.75f);
    assertThat(step.momentum()).containsExactly(3, 0, 0, 3);
    OuterStep plain =
        OuterStep.take(new OuterOptimizer.Average(), state, averaged.parameters(), 0.1);
    assertThat(plain.keeping(averaged)).isSameAs(plain);
  }

  @Test
  void aRoundInWhichNobodyTrainedIsAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Averaged.of(List.of(result(vector(1), 0)), BatchNormLayout.NONE))
        .withMessageContaining("nobody trained");
  }

  @Test
  void vectorsOfDifferentLengthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Averaged.of(
                    List.of(result(vector(1), 1), result(vector(2, 5), 1)), BatchNormLayout.NONE));
  }
}
