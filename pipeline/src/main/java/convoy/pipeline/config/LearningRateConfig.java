// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

/**
 * The learning rate and its step decay: the keys {@code train.learningRate.*}.
 *
 * @param initial the rate of the first local step, above 0
 * @param decay what the rate is multiplied by after each {@code everyEpochs}, in {@code (0, 1]}
 * @param everyEpochs epochs between two decays; 0 keeps the rate constant
 */
public record LearningRateConfig(double initial, double decay, int everyEpochs) {
  /**
   * Checks all of them.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public LearningRateConfig {
    Legal.aboveZeroTo(1000, "parameter change a unit of gradient")
        .check("train.learningRate.initial", initial);
    Legal.aboveZeroTo(1, "factor").check("train.learningRate.decay", decay);
    Legal.wholeNumbers(0, 100_000, "epochs")
        .check("train.learningRate.everyEpochs", (long) everyEpochs);
  }
}
