// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.replica.RoundResult;
import convoy.training.replica.RoundStart;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.Improvement;
import java.util.List;

/**
 * Everything that training carries from one round to the next.
 *
 * @param parameters of the network, flat
 * @param updaterStates flat: one for all workers, one of each worker, or none, as the policy is;
 *     none before the first round of workers that keep their own
 * @param outerMomentum of the outer optimizer, flat; empty where it has none, or before the first
 *     round
 * @param averages of the parameters
 * @param position how far training has come
 * @param improvement of the validation accuracy
 * @param firstLoss of the first round; NaN before it
 */
public record TrainingState(
    float[] parameters,
    List<float[]> updaterStates,
    float[] outerMomentum,
    ParameterAverages averages,
    Position position,
    Improvement improvement,
    double firstLoss) {

  /**
   * Before the first round.
   *
   * @param parameters of the new network, flat
   * @param workers that will train
   */
  public static TrainingState start(
      float[] parameters, ParameterAverages.Settings averages, int workers) {
    return new TrainingState(
        parameters,
        List.of(),
        new float[0],
        ParameterAverages.zero(averages, parameters.length),
        Position.start(workers),
        Improvement.NONE,
        Double.NaN);
  }

  /** After a round, before it is known whether it ended an epoch. */
  TrainingState after(
      Averaged averaged,
      List<RoundResult> results,
      RoundStart start,
      UpdaterStatePolicy policy,
      OuterOptimizer outer) {
    OuterStep step =
        OuterStep.take(outer, this, averaged.parameters(), start.learningRates()[0])
            .keeping(averaged);
    return new TrainingState(
        step.parameters(),
        switch (policy) {
          case AVERAGE -> List.of(Averaged.average(results, RoundResult::updaterState));
          case KEEP -> results.stream().map(RoundResult::updaterState).toList();
          case RESET -> List.of();
        },
        step.momentum(),
        averages.addRound(step.parameters(), Position.steps(results)),
        position.after(results),
        improvement,
        Double.isNaN(firstLoss) ? averaged.loss().total() : firstLoss);
  }

  TrainingState after(Improvement next) {
    return new TrainingState(
        parameters, updaterStates, outerMomentum, averages, position, next, firstLoss);
  }

  TrainingState afterEpoch() {
    return new TrainingState(
        parameters,
        updaterStates,
        outerMomentum,
        averages.addEpoch(parameters, position.epochs() + 1),
        position.nextEpoch(),
        improvement,
        firstLoss);
  }
}
