// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import convoy.training.monitor.RoundCost;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import convoy.training.monitor.Validation;
import convoy.training.monitor.WorkerRecord;
import convoy.training.normalization.BatchNormLayout;
import convoy.training.replica.RoundResult;
import convoy.training.replica.RoundStart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A round as its results measure it.
 *
 * @param before where training stood
 * @param samples of the round; {@link Samples#NONE} where it is not one of those sampled
 */
record RoundMeasures(
    Position before, RoundStart start, Trainer.Round done, Averaged averaged, Samples samples) {

  /** Measures a round; its replicas are compared only where it is sampled. */
  static RoundMeasures of(
      Position before, RoundStart start, Trainer.Round done, Averaged averaged) {
    return new RoundMeasures(
        before,
        start,
        done,
        averaged,
        start.sampled() ? samples(before.rounds() + 1, done.results(), averaged) : Samples.NONE);
  }

  private static Samples samples(int round, List<RoundResult> results, Averaged averaged) {
    return new Samples(
        results.stream()
            .flatMap(result -> result.layers().stream())
            .map(layer -> new LayerRecord(round, layer))
            .toList(),
        workers(round, results, averaged));
  }

  /** Running statistics are left out of the distances: they are no part of what is learned. */
  private static List<WorkerRecord> workers(
      int round, List<RoundResult> results, Averaged averaged) {
    BatchNormLayout batchNorm = averaged.batchNorm();
    float[] average = batchNorm.without(averaged.parameters());
    double norm = distance(average, new float[average.length]);
    double slowest = slowest(results, RoundResult::millis);
    List<WorkerRecord> workers = new ArrayList<>();
    for (RoundResult result : results) {
      workers.add(
          new WorkerRecord(
              round,
              workers.size(),
              result.steps(),
              result.examples(),
              result.examples() == 0
                  ? Double.NaN
                  : distance(batchNorm.without(result.parameters()), average) / norm,
              result.loadMillis(),
              result.computeMillis(),
              slowest - result.millis()));
    }
    return workers;
  }

  /** The L2 norm of the difference of two vectors, summed in double precision. */
  static double distance(float[] one, float[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = (double) one[i] - other[i];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  /**
   * How far replicas are apart: root mean square over the workers that trained of the distance to
   * the average; NaN where it was not measured.
   */
  private double replicaDistance() {
    return Math.sqrt(
        samples.workers().stream()
            .mapToDouble(WorkerRecord::distance)
            .filter(distance -> !Double.isNaN(distance))
            .map(distance -> distance * distance)
            .average()
            .orElse(Double.NaN));
  }

  /** A norm over all layers; NaN where they were not looked at. */
  private double norm(ToDoubleFunction<LayerSample> ofLayer) {
    return samples.layers().isEmpty()
        ? Double.NaN
        : Math.sqrt(
            samples.layers().stream()
                .mapToDouble(layer -> ofLayer.applyAsDouble(layer.sample()))
                .map(norm -> norm * norm)
                .sum());
  }

  /**
   * The round as history has it.
   *
   * @param millis from its start to the next round's parameters
   */
  RoundRecord record(double millis, Validation validation) {
    List<RoundResult> results = done.results();
    RoundResult last = Collections.max(results, Comparator.comparingDouble(RoundResult::millis));
    RoundCost cost =
        RoundCost.of(
            millis,
            done.broadcastMillis(),
            done.jobMillis(),
            last.loadMillis(),
            last.computeMillis());
    double slowest = last.millis();
    return new RoundRecord(
        before.epochs() + 1,
        before.rounds() + 1,
        before.globalStep(),
        Position.steps(results),
        averaged.examples(),
        averaged.examples() / millis * 1e3,
        averaged.loss().data(),
        averaged.loss().regularization(),
        averaged.loss().correct(),
        validation.accuracy(),
        validation.loss(),
        start.learningRates()[0],
        replicaDistance(),
        norm(layer -> layer.gradient().norm()),
        norm(LayerSample::updateNorm) / norm(LayerSample::parameterNorm),
        cost,
        results.stream().mapToDouble(result -> slowest - result.millis()).average().orElseThrow());
  }

  private static double slowest(List<RoundResult> results, ToDoubleFunction<RoundResult> millis) {
    return results.stream().mapToDouble(millis).max().orElseThrow();
  }
}
