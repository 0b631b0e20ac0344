// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import convoy.training.schedule.Improvement;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Trajectories on the quadratic f(x) = x^2 / 2, computed by hand. A round is two workers that take
 * one step of gradient descent each with learning rate 1/2, so that they end at x / 2, and so does
 * their average.
 */
class OuterOptimizerTest {
  private static final double RATE = 0.5;

  private static float[] trajectory(OuterOptimizer outer, int rounds) {
    float[] points = new float[rounds];
    TrainingState state = at(new float[] {16}, new float[0]);
    for (int round = 0; round < rounds; round++) {
      float[] averaged = {state.parameters()[0] / 2};
      OuterStep step = OuterStep.take(outer, state, averaged, RATE);
      state = at(step.parameters(), step.momentum());
      points[round] = step.parameters()[0];
    }
    return points;
  }

  private static TrainingState at(float[] parameters, float[] momentum) {
    return new TrainingState(
        parameters,
        List.of(),
        momentum,
        ParameterAverages.zero(new ParameterAverages.Settings(0, 1, 1), 1),
        Position.start(1),
        Improvement.NONE,
        1);
  }

  @Test
  void plainAveragingGoesToTheAverage() {
    assertThat(trajectory(new OuterOptimizer.Average(), 4)).containsExactly(8, 4, 2, 1);
  }

  /**
   * u' = u / 2 + (x / 2) / gamma = u / 2 + x, x' = x - gamma u'.
   *
   * <p>16: u = 16, x = 8. Then u = 16, x = 0; u = 8, x = -4; u = 0, x = -4; u = -4, x = -2.
   */
  @Test
  void slowMomentumFollowsItsFormula() {
    assertThat(trajectory(new OuterOptimizer.SlowMomentum(1, 0.5), 5))
        .containsExactly(8, 0, -4, -4, -2);
  }

  /**
   * With alpha = 1/2 each step is half as long: u = 16, x = 12; u = 20, x = 7; u = 17, x = 2.75.
   */
  @Test
  void theSlowRateShortensTheStep() {
    assertThat(trajectory(new OuterOptimizer.SlowMomentum(0.5, 0.5), 3))
        .containsExactly(12, 7, 2.75f);
  }

  @Test
  void slowMomentumWithoutMomentumIsPlainAveraging() {
    assertThat(trajectory(new OuterOptimizer.SlowMomentum(1, 0), 4)).containsExactly(8, 4, 2, 1);
  }

  /**
   * u' = u / 2 + x / 2, x' = x - (x / 2 + u' / 2).
   *
   * <p>16: u = 8, x = 16 - 8 - 4 = 4. Then u = 6, x = 4 - 2 - 3 = -1; u = 2.5, x = -1 + 0.5 - 1.25.
   */
  @Test
  void nesterovFollowsItsFormula() {
    assertThat(trajectory(new OuterOptimizer.Nesterov(1, 0.5), 3)).containsExactly(4, -1, -1.75f);
  }

  /** Rate 0.7, momentum 0.9: u = 8, x = 16 - 0.7 (8 + 7.2) = 5.36; u = 9.88, x = -2.7404. */
  @Test
  void nesterovWithTheNumbersOfDiLoCo() {
    assertThat(trajectory(new OuterOptimizer.Nesterov(0.7, 0.9), 2))
        .containsExactly(new float[] {5.36f, -2.7404f}, within(1e-5f));
  }

  /** A learning rate that halves leaves the momentum's direction and length in steps alone. */
  @Test
  void slowMomentumIsMeasuredInStepsOfTheLearningRate() {
    OuterStep step =
        OuterStep.take(
            new OuterOptimizer.SlowMomentum(1, 0.5),
            at(new float[] {8}, new float[] {16}),
            new float[] {6},
            0.25);

    // u' = 8 + 2 / 0.25 = 16, x' = 8 - 0.25 x 16.
    assertThat(step.momentum()).containsExactly(16);
    assertThat(step.parameters()).containsExactly(4);
  }

  @Test
  void ratesAndMomentaOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OuterOptimizer.SlowMomentum(0, 0.5))
        .withMessageContaining("outer rate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OuterOptimizer.Nesterov(0.7, 1))
        .withMessageContaining("[0, 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OuterOptimizer.Nesterov(Double.NaN, 0.9));
  }
}
