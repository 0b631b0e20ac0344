// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.augment.Augmentations;

/**
 * How the network is trained: the keys {@code train.*}.
 *
 * @param epochs passes over the training split, at least 1
 * @param augment chain of augmentations of the training images, as {@link Augmentations} reads it
 * @param batch examples of one local step on one worker, at least 1
 * @param workers replicas that train side by side; 0 is one for every core that Spark offers
 * @param averageEvery H, the local steps of a round, at least 1
 * @param momentum Nesterov momentum of the local steps, in {@code [0, 1)}; 0 is none
 * @param learningRate the rate and its schedule
 * @param runningAverage the running average of the parameters
 * @param keepCheckpoints checkpoints that stay in the run folder, at least 1
 */
public record TrainConfig(
    int epochs,
    String augment,
    int batch,
    int workers,
    int averageEvery,
    double momentum,
    LearningRateConfig learningRate,
    RunningAverageConfig runningAverage,
    int keepCheckpoints) {
  /**
   * Checks the values that are not in a group of their own.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public TrainConfig {
    Legal.wholeNumbers(1, 100_000, "passes over the training split")
        .check("train.epochs", (long) epochs);
    checkChain(augment);
    Legal.wholeNumbers(1, 65536, "examples a local step").check("train.batch", (long) batch);
    Legal.wholeNumbers(0, 65536, "replicas").check("train.workers", (long) workers);
    Legal.wholeNumbers(1, 1_000_000, "local steps a round")
        .check("train.averageEvery", (long) averageEvery);
    Legal.zeroToBelow(1, "share of the last step's velocity").check("train.momentum", momentum);
    Legal.wholeNumbers(1, 100_000, "checkpoints")
        .check("train.keepCheckpoints", (long) keepCheckpoints);
  }

  private static void checkChain(String chain) {
    try {
      Augmentations.parse(chain);
    } catch (BadInputException e) {
      throw new BadInputException(
          "train.augment = %s is not none or a chain of %s: %s"
              .formatted(
                  Legal.shown(chain), String.join(", ", Augmentations.names()), e.getMessage()),
          e);
    }
  }

  /** The chain of augmentations. */
  public Augmentations augmentations() {
    return Augmentations.parse(augment);
  }

  /** The same settings with another number of workers. */
  TrainConfig withWorkers(int number) {
    return new TrainConfig(
        epochs,
        augment,
        batch,
        number,
        averageEvery,
        momentum,
        learningRate,
        runningAverage,
        keepCheckpoints);
  }
}
