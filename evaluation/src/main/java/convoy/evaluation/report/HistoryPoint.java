// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

/**
 * What was recorded of one round. A number that is NaN or infinite (not measured, or diverged) is a
 * gap in the report.
 *
 * @param epoch that the round belongs to
 * @param round counted over the whole run
 * @param globalStep local steps of one worker since the beginning of the run, after this round
 * @param examples trained on since the beginning of the run, by all workers together
 * @param imagesPerSecond trained on in this round, by all workers together
 * @param loss mean training loss of the round's examples, in nats
 * @param validationAccuracy share of the validation split that was right, 0 to 1; NaN when it was
 *     not measured in this round
 * @param validationLoss mean loss on the validation split, in nats; NaN when it was not measured
 * @param learningRate of the round's last local step
 * @param computeMs milliseconds in which the workers trained
 * @param broadcastMs milliseconds to send the parameters out
 * @param averageMs milliseconds to collect and average the changes
 */
public record HistoryPoint(
    int epoch,
    int round,
    long globalStep,
    long examples,
    double imagesPerSecond,
    double loss,
    double validationAccuracy,
    double validationLoss,
    double learningRate,
    double computeMs,
    double broadcastMs,
    double averageMs) {}
