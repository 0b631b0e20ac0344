// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

/**
 * The running average of the parameters: the keys {@code train.runningAverage.*}.
 *
 * @param decay share of the average that stays at each local step, in {@code [0, 1)}; 0 makes it
 *     the parameters themselves
 */
public record RunningAverageConfig(double decay) {
  /**
   * Checks it.
   *
   * @throws convoy.preprocessing.BadInputException if it is not legal
   */
  public RunningAverageConfig {
    Legal.zeroToBelow(1, "share kept a local step").check("train.runningAverage.decay", decay);
  }
}
