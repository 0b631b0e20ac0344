// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.replica.RoundStart;

/**
 * Everything that training carries from one round to the next.
 *
 * @param parameters of the network, flat
 * @param updaterState averaged over the workers, flat
 * @param average running average of the parameters
 * @param epochs completed
 * @param rounds completed, in all epochs
 * @param globalStep local steps completed, which the learning rate follows
 */
public record TrainingState(
    float[] parameters,
    float[] updaterState,
    RunningAverage average,
    int epochs,
    int rounds,
    long globalStep) {

  RoundStart start(TrainingPlan plan, int round) {
    return new RoundStart(
        parameters,
        updaterState,
        epochs,
        round,
        plan.firstStep(round),
        plan.steps(round),
        globalStep);
  }

  TrainingState afterRound(Averaged averaged, int steps) {
    return new TrainingState(
        averaged.parameters(),
        averaged.updaterState(),
        average.add(averaged.parameters(), steps),
        epochs,
        rounds + 1,
        globalStep + steps);
  }

  TrainingState afterEpoch() {
    return new TrainingState(parameters, updaterState, average, epochs + 1, rounds, globalStep);
  }
}
