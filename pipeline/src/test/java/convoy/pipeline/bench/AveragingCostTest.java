// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.pipeline.bench.AveragingCost.Measured;
import convoy.training.monitor.RoundCost;
import java.util.List;
import org.junit.jupiter.api.Test;

class AveragingCostTest {
  /** A round of 100 ms: a job of 80, in which workers load for 5 and compute for 60. */
  @Test
  void aRoundIsSplitWithoutRemainder() {
    RoundCost cost = RoundCost.of(100, 12, 80, 5, 60);

    assertThat(cost).isEqualTo(new RoundCost(60, 12, 5, 15, 8));
    assertThat(cost.ownMillis()).isEqualTo(40);
  }

  @Test
  void noPartIsNegativeThoughTheSlowestToLoadIsNotTheSlowestToCompute() {
    assertThat(RoundCost.of(100, 10, 80, 30, 60)).isEqualTo(new RoundCost(60, 10, 30, 0, 10));
  }

  @Test
  void speedsAndRatiosAreMediansOfMeasurementsAndCostsMediansOfRounds() {
    AveragingCost cost =
        AveragingCost.of(
            4,
            List.of(
                new Measured(90, 100, 100, 30, List.of(round(1), round(5))),
                new Measured(40, 80, 80, 10, List.of(round(3))),
                new Measured(60, 75, 150, Double.NaN, List.of(round(2), round(9)))));

    assertThat(cost.every()).isEqualTo(4);
    assertThat(cost.imagesPerSecond()).isEqualTo(60);
    assertThat(cost.ratio()).isEqualTo(0.6);
    assertThat(cost.parts()).isEqualTo(round(3).cost());
    assertThat(cost.ownMillis()).isEqualTo(12);
    assertThat(cost.leastOwnMillis()).isEqualTo(4);
    assertThat(cost.waitMillis()).isEqualTo(30);
    assertThat(cost.peerImagesPerSecond()).isEqualTo(20);
    assertThat(cost.peerRatio()).isEqualTo(3.5);
  }

  /** A round whose parts all took that long, and its workers' wait ten times as long. */
  private static AveragingCost.Round round(double millis) {
    return new AveragingCost.Round(
        new RoundCost(millis, millis, millis, millis, millis), 10 * millis);
  }
}
