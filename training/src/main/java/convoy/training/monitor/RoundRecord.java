// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

/**
 * One round, as progress, history and report show it.
 *
 * @param epoch from 1
 * @param round from 1, counted over all epochs
 * @param globalStep local steps before the round
 * @param steps local steps H of each worker
 * @param examples trained on by all workers
 * @param imagesPerSecond examples over the whole time of the round, validation excepted
 * @param dataLoss mean over the examples of the loss that the model learns by: cross-entropy, in
 *     nats, or the hinge loss of an svm
 * @param regularizationLoss mean penalty on the weights, likewise
 * @param trainingAccuracy share of 1 of the examples that the replicas got right, each before the
 *     update that it took part in, with augmentation and dropout on
 * @param validationAccuracy share of 1, where it was measured; NaN otherwise
 * @param validationLoss mean cross-entropy in nats, likewise; NaN too where the model has no
 *     probabilities
 * @param learningRate at the round's first step
 * @param replicaDistance how far replicas are apart before they are averaged: the root mean square
 *     over the workers of the L2 norm of (worker's parameters - average), divided by the norm of
 *     the average; NaN where the round was not sampled
 * @param gradientNorm L2 norm of the gradient of the data loss by all parameters, in one local step
 *     of worker 0; NaN likewise
 * @param updateRatio norm of the update over norm of the parameters, all of them, in that step; NaN
 *     likewise
 * @param cost where the time went
 * @param waitMillis mean over the workers of the time that one waited for the slowest
 */
public record RoundRecord(
    int epoch,
    int round,
    long globalStep,
    int steps,
    long examples,
    double imagesPerSecond,
    double dataLoss,
    double regularizationLoss,
    double trainingAccuracy,
    double validationAccuracy,
    double validationLoss,
    double learningRate,
    double replicaDistance,
    double gradientNorm,
    double updateRatio,
    RoundCost cost,
    double waitMillis) {

  /** The full loss: data and regularization. */
  public double loss() {
    return dataLoss + regularizationLoss;
  }

  /** Whether the round's parameters were validated. */
  public boolean validated() {
    return !Double.isNaN(validationAccuracy);
  }
}
