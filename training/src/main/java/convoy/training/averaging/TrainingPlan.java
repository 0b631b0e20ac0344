// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.replica.EpochOrder;
import java.util.List;

/**
 * How a run goes through the training split.
 *
 * @param examples that each worker holds
 * @param batch examples in a minibatch
 * @param averageEvery local steps H between two averages, at least 1
 * @param epochs in all
 */
public record TrainingPlan(List<Long> examples, int batch, int averageEvery, int epochs) {
  /**
   * @throws IllegalArgumentException if there is nothing to train on
   */
  public TrainingPlan {
    if (examples.stream().allMatch(count -> count == 0)) {
      throw new IllegalArgumentException("no worker holds an example");
    }
  }

  /** Local steps in an epoch of the worker that holds the most examples. */
  public int stepsPerEpoch() {
    return examples.stream()
        .mapToInt(count -> EpochOrder.minibatches(count, batch))
        .max()
        .orElseThrow();
  }

  /** Rounds in an epoch; the last one may have fewer local steps. */
  public int roundsPerEpoch() {
    return (stepsPerEpoch() + averageEvery - 1) / averageEvery;
  }

  /** The first local step, within the epoch, of a round. */
  int firstStep(int round) {
    return round * averageEvery;
  }

  /** Local steps of a round. */
  int steps(int round) {
    return Math.min(averageEvery, stepsPerEpoch() - firstStep(round));
  }
}
