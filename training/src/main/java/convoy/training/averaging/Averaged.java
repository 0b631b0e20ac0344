// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.replica.LossSum;
import convoy.training.replica.RoundResult;
import java.util.List;
import java.util.function.Function;

/**
 * What the workers of a round agree on.
 *
 * @param parameters averaged, weighted by examples
 * @param examples trained on by all workers
 * @param loss mean over those examples
 */
record Averaged(float[] parameters, long examples, LossSum loss) {
  /**
   * Averages the workers' results in the order of the list.
   *
   * @throws IllegalStateException if nobody trained
   */
  static Averaged of(List<RoundResult> results) {
    long examples = results.stream().mapToLong(RoundResult::examples).sum();
    if (examples == 0) {
      throw new IllegalStateException("in a round in which nobody trained there is no average");
    }
    LossSum loss = LossSum.ZERO;
    for (RoundResult result : results) {
      loss = loss.add(result.loss());
    }
    return new Averaged(
        average(results, RoundResult::parameters), examples, loss.times(1.0 / examples));
  }

  /** The average of one of the workers' vectors, weighted by examples. */
  static float[] average(List<RoundResult> results, Function<RoundResult, float[]> vector) {
    int length = vector.apply(results.get(0)).length;
    if (results.stream().anyMatch(result -> vector.apply(result).length != length)) {
      throw new IllegalArgumentException("vectors of different lengths have no average");
    }
    float[] average = new float[length];
    Ranges.inParallel(
        length,
        (from, to) -> {
          WeightedAverage part = WeightedAverage.zero(to - from);
          results.forEach(result -> part.add(vector.apply(result), from, result.examples()));
          part.value(average, from);
        });
    return average;
  }
}
