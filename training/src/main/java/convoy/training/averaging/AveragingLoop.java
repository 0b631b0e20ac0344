// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.model.Optimization;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import convoy.training.monitor.Validator;
import convoy.training.replica.RoundResult;

/**
 * Parameter averaging (McDonald, Hall and Mann, Distributed Training Strategies for the Structured
 * Perceptron, 2010; local SGD). Each round broadcasts the parameters and the updater's state, lets
 * every worker take H local steps on its own examples, and averages what comes back, weighted by
 * examples and summed in the order of the workers, so that the same seed, shards and settings give
 * the same parameters to the last bit.
 */
public final class AveragingLoop {
  private final Workers workers;
  private final TrainingPlan plan;
  private final Optimization optimization;
  private final Validator validator;
  private final TrainingListener listener;

  /** A loop over those workers; {@code listener} hears of every round and epoch. */
  public AveragingLoop(
      Workers workers,
      TrainingPlan plan,
      Optimization optimization,
      Validator validator,
      TrainingListener listener) {
    this.workers = workers;
    this.plan = plan;
    this.optimization = optimization;
    this.validator = validator;
    this.listener = listener;
  }

  /**
   * Trains until the plan's last epoch is done.
   *
   * @param state to begin from, at the end of an epoch or before the first
   * @throws DivergedException if loss, parameters or updater state are no longer numbers
   */
  public TrainingState run(TrainingState state) {
    while (state.epochs() < plan.epochs()) {
      for (int round = 0; round < plan.roundsPerEpoch(); round++) {
        state = round(state, round);
      }
      state = state.afterEpoch();
    }
    return state;
  }

  private TrainingState round(TrainingState state, int round) {
    long begin = System.nanoTime();
    Workers.Round done = workers.train(state.start(plan, round));
    Averaged averaged = Averaged.of(done.results());
    if (!averaged.isFinite()) {
      throw new DivergedException(averaged.loss(), state.rounds() + 1);
    }
    TrainingState next = state.afterRound(averaged, plan.steps(round));
    double millis = (System.nanoTime() - begin) / 1e6;
    boolean endsEpoch = round == plan.roundsPerEpoch() - 1;
    Validation validation = endsEpoch ? validator.validate(next.parameters()) : Validation.NONE;
    listener.roundEnded(record(state, done, averaged, millis, validation));
    if (endsEpoch) {
      listener.epochEnded(next.afterEpoch(), validation);
    }
    return next;
  }

  private RoundRecord record(
      TrainingState before,
      Workers.Round done,
      Averaged averaged,
      double millis,
      Validation validation) {
    double compute =
        done.results().stream().mapToDouble(RoundResult::computeMillis).max().orElseThrow();
    double broadcast =
        done.broadcastMillis()
            + done.results().stream().mapToDouble(RoundResult::loadMillis).max().orElseThrow();
    return new RoundRecord(
        before.epochs() + 1,
        before.rounds() + 1,
        before.globalStep(),
        averaged.examples(),
        averaged.examples() / millis * 1e3,
        averaged.loss(),
        validation.accuracy(),
        validation.loss(),
        optimization.learningRateAt(before.globalStep()),
        compute,
        broadcast,
        Math.max(0, millis - compute - broadcast));
  }
}
