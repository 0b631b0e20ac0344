// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptimizationTest {
  @Test
  void theLearningRateDropsExactlyAfterItsSteps() {
    Optimization stepDecay = new Optimization(0.5, 0.25, 10, 0.9);

    assertThat(stepDecay.learningRateAt(0)).isEqualTo(0.5);
    assertThat(stepDecay.learningRateAt(9)).isEqualTo(0.5);
    assertThat(stepDecay.learningRateAt(10)).isEqualTo(0.125);
    assertThat(stepDecay.learningRateAt(19)).isEqualTo(0.125);
    assertThat(stepDecay.learningRateAt(20)).isEqualTo(0.03125);
  }

  @Test
  void withoutDropsTheLearningRateIsConstantWhateverTheDecay() {
    Optimization constant = new Optimization(0.3, 0.1, 0, 0.9);

    assertThat(constant.learningRateAt(0)).isEqualTo(0.3);
    assertThat(constant.learningRateAt(1_000_000)).isEqualTo(0.3);
  }
}
