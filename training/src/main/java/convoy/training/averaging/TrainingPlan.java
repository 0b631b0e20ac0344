// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.replica.EpochOrder;
import convoy.training.replica.RoundStart;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.LearningRate;
import convoy.training.schedule.Moment;
import convoy.training.schedule.Plateau;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.Collections;
import java.util.List;

/**
 * How a run goes through the training split.
 *
 * @param examples that each worker holds
 * @param batch examples in a minibatch
 * @param rate the learning rate of the local steps
 * @param plateau how the rate follows the validation accuracy
 * @param sync how long replicas train alone
 * @param outer what is made of their average
 * @param bearable how many times the first round's loss the loss may be, above 1
 * @param sampling which rounds are looked at closely
 * @param validate when the validation split is measured
 * @param stop when training is over
 */
public record TrainingPlan(
    List<Long> examples,
    int batch,
    LearningRate rate,
    Plateau plateau,
    SyncSchedule sync,
    OuterOptimizer outer,
    double bearable,
    Sampling sampling,
    Trigger validate,
    Trigger stop) {
  /**
   * @throws IllegalArgumentException if there is nothing to train on
   */
  public TrainingPlan {
    if (examples.stream().allMatch(count -> count == 0)) {
      throw new IllegalArgumentException("no worker holds an example");
    }
  }

  /** Local steps in an epoch of the worker that holds the most examples. */
  public static int stepsPerEpoch(List<Long> examples, int batch) {
    return examples.stream()
        .mapToInt(count -> EpochOrder.minibatches(count, batch))
        .max()
        .orElseThrow();
  }

  /** The learning rate of a local step. */
  double learningRate(long step, TrainingState state) {
    return rate.at(step) * state.improvement().rateFactor(plateau);
  }

  /** What the round begins from that follows this state. */
  RoundStart start(TrainingState state, UpdaterStatePolicy policy) {
    Position position = state.position();
    int steps = stepsUntilAverage(scheduledStep(position, 0), state);
    double[] rates = new double[Math.min(steps, stepsLeft(position))];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = learningRate(scheduledStep(position, i), state);
    }
    return new RoundStart(
        state.parameters(),
        policy == UpdaterStatePolicy.AVERAGE && !state.updaterStates().isEmpty()
            ? state.updaterStates().get(0)
            : new float[0],
        position.epochs(),
        position.epochRounds(),
        position.steps(),
        position.globalStep(),
        rates,
        sync.seconds(),
        sampling.takes(position.globalStep(), expectedSteps(position, rates.length)));
  }

  /**
   * Where the schedule of the learning rate stands. Where steps alone count this is the global
   * step; with rounds that the clock ends an epoch has more of those than any worker takes, and the
   * schedule goes by the worker that is furthest in it. While that one waits for the others, the
   * rate stays that of the epoch's last step.
   *
   * @param ahead local steps of the round before it
   */
  private long scheduledStep(Position position, int ahead) {
    int steps = stepsPerEpoch(examples, batch);
    int furthest = Collections.max(position.steps());
    return (long) position.epochs() * steps + Math.min(furthest + ahead, steps - 1);
  }

  private int stepsUntilAverage(long step, TrainingState state) {
    double risen = rate.risen(step) * state.improvement().rateFactor(plateau);
    boolean dropped = rate.hasDropped(step) || state.improvement().reductions() > 0;
    return sync.steps(risen, dropped);
  }

  /** Local steps of a round: its limit, or as many as the rounds had that the clock has ended. */
  private int expectedSteps(Position position, int limit) {
    return Double.isInfinite(sync.seconds()) || position.rounds() == 0
        ? limit
        : (int) Math.max(1, Math.min(limit, position.globalStep() / position.rounds()));
  }

  /**
   * Lets training go on.
   *
   * @param loss mean over the round's examples
   * @param after the state that the round ended in
   * @throws DivergedException if loss or parameters are no longer numbers, or the loss is too high
   */
  void requireConvergence(double loss, TrainingState after) {
    int round = after.position().rounds();
    if (!Double.isFinite(loss) || !isFinite(after.parameters())) {
      throw new DivergedException(loss, round, "numbers overflowed");
    }
    if (loss > bearable * after.firstLoss()) {
      throw new DivergedException(
          loss, round, "%s times the first round's".formatted(loss / after.firstLoss()));
    }
  }

  private static boolean isFinite(float[] values) {
    return Ranges.allMatch(
        values.length,
        (from, to) -> {
          int largest = 0; // magnitude as bits, in whose order infinities and NaN come last
          for (int i = from; i < to; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & Integer.MAX_VALUE);
          }
          return Float.isFinite(Float.intBitsToFloat(largest));
        });
  }

  /** Whether a state is one that training stops in, so that nothing is left to train from it. */
  public boolean isOver(TrainingState state) {
    Position position = state.position();
    Moment now = new Moment(position.epochs(), position.rounds(), false, 0, state.improvement());
    return stop.fires(now, now);
  }

  /** Whether every worker has seen all its examples. */
  boolean endsEpoch(Position position) {
    return stepsLeft(position) == 0;
  }

  /** Local steps until the last worker has seen all its examples. */
  private int stepsLeft(Position position) {
    int left = 0;
    for (int worker = 0; worker < examples.size(); worker++) {
      int steps = EpochOrder.minibatches(examples.get(worker), batch);
      left = Math.max(left, steps - position.steps().get(worker));
    }
    return left;
  }
}
