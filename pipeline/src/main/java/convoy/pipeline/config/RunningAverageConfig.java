// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.training.averaging.ParameterAverages;

/**
 * The running averages of the parameters: the keys {@code train.runningAverage.*}.
 *
 * @param decay share of the exponential average that stays at each local step, in {@code [0, 1)}; 0
 *     makes it the parameters themselves
 * @param fromEpoch whose end is the first in the mean over the ends of epochs, at least 1
 * @param lastEpochs whose ends are in the mean over the last ones, at least 1
 */
public record RunningAverageConfig(double decay, int fromEpoch, int lastEpochs) {
  /**
   * Checks all of them.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public RunningAverageConfig {
    Legal.zeroToBelow(1, "share kept a local step").check("train.runningAverage.decay", decay);
    Legal.wholeNumbers(1, 100_000, "epoch")
        .check("train.runningAverage.fromEpoch", (long) fromEpoch);
    Legal.wholeNumbers(1, 1000, "epochs")
        .check("train.runningAverage.lastEpochs", (long) lastEpochs);
  }

  /** What is kept beside the parameters. */
  public ParameterAverages.Settings settings() {
    return new ParameterAverages.Settings(decay, fromEpoch, lastEpochs);
  }
}
