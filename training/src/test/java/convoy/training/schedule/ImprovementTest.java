// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ImprovementTest {
  private static final Plateau HALF_AFTER_TWO = new Plateau(0.5, 2);

  private static Improvement after(double... accuracies) {
    Improvement improvement = Improvement.NONE;
    for (double accuracy : accuracies) {
      improvement = improvement.after(accuracy, HALF_AFTER_TWO);
    }
    return improvement;
  }

  @Test
  void anEqualAccuracyIsNoImprovement() {
    assertThat(after(0.5, 0.5)).isEqualTo(new Improvement(0.5, 1, 1, 0));
    assertThat(after(0.5, 0.5, 0.6)).isEqualTo(new Improvement(0.6, 0, 0, 0));
  }

  @Test
  void theRateIsReducedEachTimePatienceEnds() {
    assertThat(after(0.5, 0.4, 0.4)).isEqualTo(new Improvement(0.5, 2, 0, 1));
    assertThat(after(0.5, 0.4, 0.4, 0.4, 0.4).rateFactor(HALF_AFTER_TWO)).isEqualTo(0.25);
    assertThat(after(0.5, 0.4, 0.4, 0.9).rateFactor(HALF_AFTER_TWO)).isEqualTo(0.5);
  }

  @Test
  void whatWasNotMeasuredChangesNothing() {
    assertThat(after(0.5, Double.NaN, Double.NaN, Double.NaN)).isEqualTo(after(0.5));
  }

  @Test
  void withoutAPlateauTheRateStaysWhatItIs() {
    Improvement improvement = Improvement.NONE;
    for (int i = 0; i < 100; i++) {
      improvement = improvement.after(0.5, Plateau.NONE);
    }
    assertThat(improvement.rateFactor(Plateau.NONE)).isEqualTo(1);
    assertThat(improvement.since()).isEqualTo(99);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Plateau(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Plateau(0.5, 0));
  }
}
