// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.replica.RoundResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How far training has come.
 *
 * @param epochs completed
 * @param rounds completed, in all epochs
 * @param epochRounds completed in the epoch that is going on
 * @param globalStep local steps completed, by the worker that took the most in each round
 * @param steps of each worker in the epoch that is going on
 */
public record Position(
    int epochs, int rounds, int epochRounds, long globalStep, List<Integer> steps) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative, the global step is beyond the count of
   *     iterations that Deeplearning4j keeps, or there is no worker
   */
  public Position {
    boolean counted =
        epochs >= 0 && rounds >= 0 && epochRounds >= 0 && steps.stream().allMatch(one -> one >= 0);
    if (!counted || globalStep < 0 || globalStep > Integer.MAX_VALUE || steps.isEmpty()) {
      throw new IllegalArgumentException(
          "no position in a training: %s epochs, %s rounds, %s in this epoch, global step %s, %s"
              .formatted(epochs, rounds, epochRounds, globalStep, steps));
    }
  }

  /** Before the first round. */
  public static Position start(int workers) {
    return new Position(0, 0, 0, 0, Collections.nCopies(workers, 0));
  }

  /** After a round with these results, by worker. */
  Position after(List<RoundResult> results) {
    List<Integer> next = new ArrayList<>();
    for (int worker = 0; worker < results.size(); worker++) {
      next.add(steps.get(worker) + results.get(worker).steps());
    }
    return new Position(
        epochs, rounds + 1, epochRounds + 1, globalStep + steps(results), List.copyOf(next));
  }

  /** Local steps of a round: those of the worker that took the most. */
  static int steps(List<RoundResult> results) {
    return results.stream().mapToInt(RoundResult::steps).max().orElseThrow();
  }

  /** At the beginning of the next epoch. */
  Position nextEpoch() {
    return new Position(epochs + 1, rounds, 0, globalStep, Collections.nCopies(steps.size(), 0));
  }
}
