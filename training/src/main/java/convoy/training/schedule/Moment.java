// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

/**
 * Where training stands at the end of a round: what triggers look at.
 *
 * @param epochs completed
 * @param rounds completed, in all epochs
 * @param endsEpoch whether the round ended an epoch
 * @param minutes since the run, or its part since it was resumed, began
 * @param improvement of the validation accuracy, this round's included where it was measured
 */
public record Moment(
    int epochs, int rounds, boolean endsEpoch, double minutes, Improvement improvement) {}
