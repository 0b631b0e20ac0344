// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.normalization.BatchNormLayout;
import convoy.training.normalization.ChannelMoments;
import convoy.training.replica.LossSum;
import convoy.training.replica.RoundResult;
import java.util.List;
import java.util.function.Function;

/**
 * What the workers of a round agree on.
 *
 * @param parameters averaged, weighted by examples; the running statistics of batch normalization
 *     among them merged
 * @param examples trained on by all workers
 * @param loss mean over those examples
 * @param batchNorm where those running statistics lie
 */
record Averaged(float[] parameters, long examples, LossSum loss, BatchNormLayout batchNorm) {
  /**
   * Averages and merges the workers' results in the order of the list. Workers without examples add
   * nothing.
   *
   * @throws IllegalStateException if nobody trained
   */
  static Averaged of(List<RoundResult> results, BatchNormLayout batchNorm) {
    long examples = results.stream().mapToLong(RoundResult::examples).sum();
    if (examples == 0) {
      throw new IllegalStateException("in a round in which nobody trained there is no average");
    }
    LossSum loss = LossSum.ZERO;
    for (RoundResult result : results) {
      loss = loss.add(result.loss());
    }
    float[] parameters = average(results, RoundResult::parameters);
    batchNorm.layers().forEach(layer -> merge(results, layer).write(parameters, layer));
    return new Averaged(parameters, examples, loss.times(1.0 / examples), batchNorm);
  }

  /** A layer's running statistics, each worker's weighted by its examples. */
  private static ChannelMoments merge(List<RoundResult> results, BatchNormLayout.Layer layer) {
    ChannelMoments merged = ChannelMoments.zero(layer.channels());
    for (RoundResult result : results) {
      merged = merged.merge(ChannelMoments.of(result.examples(), result.parameters(), layer));
    }
    return merged;
  }

  /** The average of one of the workers' vectors, weighted by examples. */
  static float[] average(List<RoundResult> results, Function<RoundResult, float[]> vector) {
    return WeightedAverage.of(
        results.stream()
            .map(result -> new WeightedAverage.Term(vector.apply(result), result.examples()))
            .toList());
  }
}
