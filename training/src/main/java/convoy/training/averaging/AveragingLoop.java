// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.monitor.Validation;
import convoy.training.monitor.Validator;
import convoy.training.replica.RoundStart;
import convoy.training.schedule.Moment;

/**
 * Parameter averaging (McDonald, Hall and Mann, Distributed Training Strategies for the Structured
 * Perceptron, 2010; local SGD). Each round broadcasts the parameters, lets every worker take H
 * local steps on its own examples, averages what comes back, weighted by examples and summed in the
 * order of the workers, and takes a step of the outer optimizer, so that the same seed, shards and
 * settings give the same parameters to the last bit.
 */
public final class AveragingLoop {
  private final Trainer workers;
  private final TrainingPlan plan;
  private final Validator validator;
  private final TrainingListener listener;
  private final long begin = System.nanoTime();

  /** A loop over those workers; {@code listener} hears of every round. */
  public AveragingLoop(
      Trainer workers, TrainingPlan plan, Validator validator, TrainingListener listener) {
    this.workers = workers;
    this.plan = plan;
    this.validator = validator;
    this.listener = listener;
  }

  /**
   * Trains until the plan says to stop.
   *
   * @param state to begin from, as a listener was told it, or that of a new network
   * @throws DivergedException if loss or parameters are no longer numbers, or the loss has grown
   *     beyond what the plan bears
   */
  public TrainingState run(TrainingState state) {
    Moment before = moment(state, false);
    boolean stop = plan.isOver(state);
    while (!stop) {
      RoundEnd end = round(state, before);
      listener.roundEnded(end);
      state = end.state();
      before = end.now();
      stop = end.last();
    }
    return state;
  }

  private RoundEnd round(TrainingState state, Moment before) {
    long roundBegin = System.nanoTime();
    RoundStart start = plan.start(state, workers.updaterState());
    Trainer.Round done = workers.train(start, state.updaterStates());
    Averaged averaged = Averaged.of(done.results(), workers.batchNorm());
    TrainingState next =
        state.after(averaged, done.results(), start, workers.updaterState(), plan.outer());
    plan.requireConvergence(averaged.loss().total(), next);
    RoundMeasures measures = RoundMeasures.of(state.position(), start, done, averaged);
    double millis = (System.nanoTime() - roundBegin) / 1e6;

    boolean endsEpoch = plan.endsEpoch(next.position());
    if (endsEpoch) {
      next = next.afterEpoch();
    }
    Validation validation =
        plan.validate().fires(before, moment(next, endsEpoch))
            ? validator.validate(next.parameters())
            : Validation.NONE;
    next = next.after(next.improvement().after(validation.accuracy(), plan.plateau()));
    Moment now = moment(next, endsEpoch);
    return new RoundEnd(
        measures.record(millis, validation),
        measures.samples(),
        next,
        validation,
        before,
        now,
        plan.stop().fires(before, now));
  }

  private Moment moment(TrainingState state, boolean endsEpoch) {
    return new Moment(
        state.position().epochs(),
        state.position().rounds(),
        endsEpoch,
        (System.nanoTime() - begin) / 60e9,
        state.improvement());
  }
}
