// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FixedPointSumTest {

  @Test
  void theOrderThatChangesASumOfDoublesDoesNotChangeThisOne() {
    double[] terms = {0.1, 0.2, 0.3};
    assertThat((0.1 + 0.2) + 0.3).isNotEqualTo(0.1 + (0.2 + 0.3));

    FixedPointSum fromTheLeft = new FixedPointSum();
    for (double term : terms) {
      fromTheLeft.add(term);
    }
    FixedPointSum right = new FixedPointSum();
    right.add(0.2);
    right.add(0.3);
    FixedPointSum fromTheRight = new FixedPointSum();
    fromTheRight.add(0.1);
    fromTheRight.merge(right);

    assertThat(fromTheRight).isEqualTo(fromTheLeft);
  }

  @Test
  void fractionsCarryIntoTheWhole() {
    FixedPointSum sum = new FixedPointSum();
    sum.add(0.75);
    sum.add(1.75);
    FixedPointSum same = new FixedPointSum();
    same.add(2.5);

    assertThat(sum.value()).isEqualTo(2.5);
    assertThat(sum).isEqualTo(same);
  }

  @Test
  void aTermIsRoundedToTheNearestMultiple() {
    FixedPointSum sum = new FixedPointSum();
    sum.add(0x1.8p-41); // three quarters of a step
    sum.add(0x1.0p-42); // a quarter of a step

    assertThat(sum.value()).isEqualTo(0x1.0p-40);
  }

  @Test
  void doublingSixtyTimesDoesNotOverflow() {
    FixedPointSum sum = new FixedPointSum();
    sum.add(1.5);
    for (int i = 0; i < 60; i++) {
      sum.merge(sum);
    }

    assertThat(sum.value()).isEqualTo(0x1.8p60);
  }

  @Test
  void termsOutsideTheRangeAreRefused() {
    FixedPointSum sum = new FixedPointSum();

    assertThatThrownBy(() -> sum.add(Double.NaN)).hasMessageContaining("not NaN");
    assertThatThrownBy(() -> sum.add(-1e-9)).hasMessageContaining("not -1.0E-9");
    assertThatThrownBy(() -> sum.add(0x1.0p22 + 1)).hasMessageContaining("not 4194305.0");
    assertThat(sum.value()).isZero();
  }
}
