// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningAverageTest {
  @Test
  void followsTheParametersCorrectedForTheWeightItHasNotGatheredYet() {
    RunningAverage one = RunningAverage.zero(0.5, 1).add(new float[] {4}, 1);
    RunningAverage two = one.add(new float[] {8}, 1);
    RunningAverage three = two.add(new float[] {0}, 1);

    // Sums 2, 5, 2.5; weights 0.5, 0.75, 0.875.
    assertThat(one.value()).containsExactly(4);
    assertThat(two.value()).containsExactly((float) (5 / 0.75));
    assertThat(three.value()).containsExactly((float) (2.5 / 0.875));
    assertThat(three.weight()).isEqualTo(0.875);
  }

  @Test
  void aRoundOfSeveralStepsDecaysAsOften() {
    RunningAverage average =
        RunningAverage.zero(0.5, 1).add(new float[] {4}, 2).add(new float[] {8}, 3);

    // 0.75 x 4 = 3, then 3 / 8 + 7 / 8 x 8 = 7.375; the weight is 0.75 / 8 + 7 / 8.
    assertThat(average.sum()).containsExactly(7.375);
    assertThat(average.weight()).isEqualTo(0.96875);
  }

  @Test
  void severalStepsAtOnceAreThatManyStepsWithTheSameParameters() {
    float[] parameters = {0.3f, -7};
    RunningAverage before = RunningAverage.zero(0.9, 2).add(new float[] {1, 2}, 1);

    RunningAverage atOnce = before.add(parameters, 3);
    RunningAverage oneByOne = before.add(parameters, 1).add(parameters, 1).add(parameters, 1);

    assertThat(atOnce.sum()).containsExactly(oneByOne.sum(), within(1e-14));
    assertThat(atOnce.weight()).isCloseTo(oneByOne.weight(), within(1e-15));
  }

  @Test
  void aDecayOfZeroKeepsTheLatestParameters() {
    RunningAverage average =
        RunningAverage.zero(0, 2).add(new float[] {1, 2}, 1).add(new float[] {0.1f, -3}, 5);

    assertThat(average.value()).containsExactly(0.1f, -3);
  }

  @Property(tries = 300)
  void parametersThatDoNotChangeAreTheirAverage(
      @ForAll @Scale(4) @DoubleRange(min = 0, max = 0.9999) double decay,
      @ForAll @Scale(6) @FloatRange(min = -100, max = 100) float parameter,
      @ForAll @IntRange(min = 1, max = 20) int rounds) {
    RunningAverage average = RunningAverage.zero(decay, 1);
    for (int round = 0; round < rounds; round++) {
      average = average.add(new float[] {parameter}, 1 + round % 3);
    }

    assertThat(average.value()[0]).isCloseTo(parameter, within(Math.ulp(parameter)));
  }

  @Test
  void nothingHasNoAverage() {
    assertThatIllegalStateException()
        .isThrownBy(() -> RunningAverage.zero(0.9, 1).value())
        .withMessageContaining("no round");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void aDecayOutsideItsRangeIsRefused(double decay) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunningAverage.zero(decay, 1))
        .withMessageContaining("[0, 1)");
  }
}
