// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PredictionTest {

  @Test
  void theLargestProbabilityOfTheRowDecides() {
    float[] twoRows = {0.75f, 0.125f, 0.125f, 0.25f, 0.25f, 0.5f};

    assertThat(Prediction.of(twoRows, 0, 3)).isEqualTo(new Prediction(0, 0.75));
    assertThat(Prediction.of(twoRows, 3, 3)).isEqualTo(new Prediction(2, 0.5));
  }

  @Test
  void ofEqualProbabilitiesTheLowerIndexIsAhead() {
    assertThat(Prediction.of(new float[] {0, 0.5f, 0.5f}, 0, 3)).isEqualTo(new Prediction(1, 0.5));
    assertThat(Prediction.of(new float[] {-0.0f, 0.0f}, 0, 2)).isEqualTo(new Prediction(0, 0));
  }

  @Test
  void aRowWithNaNOrInfinityAnywhereIsUndefined() {
    assertThat(Prediction.of(new float[] {0.9f, Float.NaN}, 0, 2)).isEqualTo(Prediction.UNDEFINED);
    assertThat(Prediction.of(new float[] {Float.NaN, 0.9f}, 0, 2)).isEqualTo(Prediction.UNDEFINED);
    assertThat(Prediction.of(new float[] {Float.NEGATIVE_INFINITY}, 0, 1).defined()).isFalse();
    assertThat(Prediction.of(new float[] {Float.NaN, 0.5f, 0.25f}, 1, 2).defined()).isTrue();
  }

  @Test
  void aConfidenceIsHeldWithinZeroAndOne() {
    assertThat(Prediction.of(new float[] {0, 1.0000002f}, 0, 2)).isEqualTo(new Prediction(1, 1));
    assertThat(Prediction.of(new float[] {-3, -2}, 0, 2)).isEqualTo(new Prediction(1, 0));
  }

  @Test
  void whatIsNoRowOrNoPredictionIsRefused() {
    float[] row = {0.5f, 0.5f};

    assertThatThrownBy(() -> Prediction.of(row, 1, 2)).hasMessageContaining("from offset 1");
    assertThatThrownBy(() -> Prediction.of(row, -1, 2)).hasMessageContaining("from offset -1");
    assertThatThrownBy(() -> Prediction.of(row, 0, 0)).hasMessageContaining("0 probabilities");
    assertThatThrownBy(() -> new Prediction(-2, 0)).hasMessageContaining("class -2");
    assertThatThrownBy(() -> new Prediction(0, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Prediction(0, 1.5)).hasMessageContaining("1.5");
  }
}
