// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

/**
 * One worker's part of a sampled round.
 *
 * @param round from 1, counted over all epochs
 * @param worker from 0
 * @param steps local steps taken
 * @param examples trained on
 * @param distance L2 norm of (its parameters - the average), divided by the average's norm; NaN
 *     where the worker had no examples left, so that its parameters are not in the average
 * @param loadMillis fetching the round's start and loading the replica
 * @param computeMillis local steps
 * @param waitMillis from its end to that of the slowest worker, as if all had begun together
 */
public record WorkerRecord(
    int round,
    int worker,
    int steps,
    long examples,
    double distance,
    double loadMillis,
    double computeMillis,
    double waitMillis) {}
