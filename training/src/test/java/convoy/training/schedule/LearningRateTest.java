// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateTest {
  @Test
  void stepDecayDropsExactlyAfterItsSteps() {
    LearningRate rate = new LearningRate.StepDecay(0.5, 0.25, 10);

    assertThat(List.of(rate.at(0), rate.at(9), rate.at(10), rate.at(19), rate.at(20)))
        .containsExactly(0.5, 0.5, 0.125, 0.125, 0.03125);
    assertThat(rate.hasDropped(9)).isFalse();
    assertThat(rate.hasDropped(10)).isTrue();
  }

  @Test
  void aConstantRateNeverDrops() {
    LearningRate rate = new LearningRate.Constant(0.3);

    assertThat(rate.at(1_000_000_000_000L)).isEqualTo(0.3);
    assertThat(rate.hasDropped(1_000_000_000_000L)).isFalse();
  }

  @Test
  void exponentialDecayFallsByTheSameFactorEachStep() {
    LearningRate rate = new LearningRate.Exponential(2, Math.log(2) / 10);

    assertThat(rate.at(0)).isEqualTo(2);
    assertThat(rate.at(10)).isCloseTo(1, within(1e-15));
    assertThat(rate.at(30)).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void inverseDecayIsAHalfAfterOneOverDecaySteps() {
    LearningRate rate = new LearningRate.Inverse(1, 0.25);

    assertThat(rate.at(4)).isEqualTo(0.5);
    assertThat(rate.at(12)).isEqualTo(0.25);
  }

  @Test
  void aCosineIsHalfInTheMiddleAndBeginsAgain() {
    LearningRate rate = new LearningRate.Cosine(2, 8);

    assertThat(rate.at(0)).isEqualTo(2);
    assertThat(rate.at(4)).isCloseTo(1, within(1e-15));
    assertThat(rate.at(7)).isCloseTo(1 + Math.cos(Math.PI * 7 / 8), within(1e-15)).isPositive();
    assertThat(rate.at(8)).isEqualTo(2);
    assertThat(rate.hasDropped(1)).isTrue();
  }

  @Test
  void aTriangleGoesUpAndDownAndIsNeverZero() {
    LearningRate rate = new LearningRate.Triangular(1, 3, 7);

    assertThat(List.of(rate.at(0), rate.at(1), rate.at(2), rate.at(3)))
        .containsExactly(0.25, 0.5, 0.75, 1.0);
    assertThat(List.of(rate.at(4), rate.at(5), rate.at(6), rate.at(100)))
        .containsExactly(0.75, 0.5, 0.25, 0.25);
    assertThat(List.of(rate.risen(0), rate.risen(2), rate.risen(3), rate.risen(4)))
        .containsExactly(1.0, 1.0, 1.0, 0.75);
    assertThat(rate.hasDropped(3)).isFalse();
    assertThat(rate.hasDropped(4)).isTrue();
  }

  @Test
  void aWarmUpClimbsToTheFirstRateAndThenTheScheduleBegins() {
    LearningRate rate = new LearningRate.WarmUp(new LearningRate.StepDecay(1, 0.5, 2), 3);

    assertThat(List.of(rate.at(0), rate.at(1), rate.at(2), rate.at(3), rate.at(4), rate.at(5)))
        .containsExactly(0.25, 0.5, 0.75, 1.0, 1.0, 0.5);
    assertThat(List.of(rate.risen(0), rate.risen(2), rate.risen(4), rate.risen(5)))
        .containsExactly(1.0, 1.0, 1.0, 0.5);
    assertThat(rate.hasDropped(4)).isFalse();
    assertThat(rate.hasDropped(5)).isTrue();
  }

  @Test
  void aWarmUpOfATriangleRisesToItsPeak() {
    LearningRate rate = new LearningRate.WarmUp(new LearningRate.Triangular(1, 3, 7), 3);

    assertThat(List.of(rate.risen(0), rate.risen(3), rate.risen(6), rate.risen(7)))
        .containsExactly(1.0, 1.0, 1.0, 0.75);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LearningRate.Constant(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LearningRate.Constant(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new LearningRate.StepDecay(1, 1.1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LearningRate.StepDecay(1, 0.5, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LearningRate.Inverse(1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LearningRate.Triangular(1, 5, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearningRate.WarmUp(new LearningRate.Constant(1), 0));
  }
}
