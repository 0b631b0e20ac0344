// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.training.monitor.Distribution;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import convoy.training.monitor.RoundCost;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import convoy.training.monitor.Validation;
import convoy.training.monitor.WorkerRecord;
import convoy.training.normalization.BatchNormLayout;
import convoy.training.replica.LossSum;
import convoy.training.replica.RoundResult;
import convoy.training.replica.RoundStart;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rounds whose figures can be worked out by hand. */
class RoundMeasuresTest {
  private static final List<LayerSample> LAYERS =
      List.of(layer("one", 3, 0.3), layer("two", 4, 0.4));

  private static RoundStart start(boolean sampled) {
    return new RoundStart(
        new float[2], new float[0], 0, 0, List.of(0, 0, 0), 0, new double[] {0.1}, 1e9, sampled);
  }

  private static LayerSample layer(String name, float parameters, double update) {
    return new LayerSample(
        name,
        parameters,
        update,
        Distribution.of(new float[] {0, 10 * parameters}, 0, 2),
        Distribution.NONE,
        0);
  }

  /** The average of both is (3, 4), of norm 5; they are 1 and 1/3 away from it, along one axis. */
  private static final List<RoundResult> RESULTS =
      List.of(
          result(new float[] {4, 4}, 10, new LossSum(20, 1, 4), 5, 100),
          result(new float[] {2 + 2 / 3f, 4}, 30, new LossSum(40, 3, 20), 15, 150),
          result(new float[] {9, 9}, 0, LossSum.ZERO, 1, 0));

  private static RoundResult result(
      float[] parameters, long examples, LossSum loss, double load, double compute) {
    return new RoundResult(
        parameters, new float[0], 1, examples, loss, load == 5 ? LAYERS : List.of(), load, compute);
  }

  private static RoundMeasures measures(boolean sampled) {
    return RoundMeasures.of(
        Position.start(3),
        start(sampled),
        new Trainer.Round(RESULTS, 2, 180),
        Averaged.of(RESULTS, BatchNormLayout.NONE));
  }

  @Test
  void aSampledRoundComparesReplicasWithTheirAverage() {
    RoundMeasures measures = measures(true);
    RoundRecord round = measures.record(200, Validation.NONE);

    assertThat(measures.samples().workers().stream().map(WorkerRecord::waitMillis))
        .containsExactly(60.0, 0.0, 164.0);
    List<Double> distances =
        measures.samples().workers().stream().map(WorkerRecord::distance).toList();
    assertThat(distances.get(0)).isCloseTo(1 / 5.0, within(1e-6));
    assertThat(distances.get(1)).isCloseTo(1 / 15.0, within(1e-6));
    assertThat(distances.get(2)).isNaN();
    assertThat(round.replicaDistance())
        .isCloseTo(Math.sqrt((1 / 25.0 + 1 / 225.0) / 2), within(1e-6));
  }

  @Test
  void aSampledRoundAddsUpItsLayers() {
    RoundRecord round = measures(true).record(200, Validation.NONE);

    assertThat(measures(true).samples().layers())
        .containsExactly(new LayerRecord(1, LAYERS.get(0)), new LayerRecord(1, LAYERS.get(1)));
    assertThat(round.gradientNorm()).isCloseTo(50, within(1e-9));
    assertThat(round.updateRatio()).isCloseTo(0.1, within(1e-9));
    assertThat(measures(false).record(200, Validation.NONE).gradientNorm()).isNaN();
    assertThat(measures(false).record(200, Validation.NONE).updateRatio()).isNaN();
  }

  @Test
  void anyRoundSaysItsLossesItsAccuracyAndItsTimes() {
    RoundRecord round = measures(false).record(200, Validation.NONE);

    assertThat(measures(false).samples()).isEqualTo(Samples.NONE);
    assertThat(round.replicaDistance()).isNaN();
    assertThat(round.dataLoss()).isEqualTo(1.5);
    assertThat(round.regularizationLoss()).isEqualTo(0.1);
    assertThat(round.trainingAccuracy()).isCloseTo(0.6, within(1e-12));
    assertThat(round.imagesPerSecond()).isEqualTo(200);
    assertThat(round.cost()).isEqualTo(new RoundCost(150, 2, 15, 15, 18));
    assertThat(round.waitMillis()).isCloseTo(224 / 3.0, within(1e-9));
  }

  @Test
  void distancesAreSummedInDoublePrecision() {
    assertThat(RoundMeasures.distance(new float[] {3, 0}, new float[] {0, 4})).isEqualTo(5);
    assertThat(RoundMeasures.distance(new float[] {2e19f}, new float[] {-2e19f}))
        .isCloseTo(4e19, within(1e14));
    assertThat(RoundMeasures.distance(new float[0], new float[0])).isZero();
  }
}
