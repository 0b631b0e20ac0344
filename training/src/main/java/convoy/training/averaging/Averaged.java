// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.replica.RoundResult;
import java.util.List;

/**
 * What the workers of a round agree on.
 *
 * @param parameters averaged, weighted by examples
 * @param updaterState averaged, weighted by examples
 * @param examples trained on by all workers
 * @param loss mean over those examples
 */
record Averaged(float[] parameters, float[] updaterState, long examples, double loss) {
  /**
   * Averages the workers' results in the order of the list.
   *
   * @throws IllegalStateException if nobody trained
   */
  static Averaged of(List<RoundResult> results) {
    WeightedAverage parameters = WeightedAverage.zero(results.get(0).parameters().length);
    WeightedAverage updaterState = WeightedAverage.zero(results.get(0).updaterState().length);
    double lossSum = 0;
    for (RoundResult result : results) {
      parameters.add(result.parameters(), result.examples());
      updaterState.add(result.updaterState(), result.examples());
      lossSum += result.lossSum();
    }
    return new Averaged(
        parameters.value(),
        updaterState.value(),
        parameters.weight(),
        lossSum / parameters.weight());
  }

  /** Whether everything is a number still: the loss is that of before the last step. */
  boolean isFinite() {
    return Double.isFinite(loss) && isFinite(parameters) && isFinite(updaterState);
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
