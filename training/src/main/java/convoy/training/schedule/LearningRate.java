// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

/**
 * The learning rate as a function of the local steps that the worker with the most has taken since
 * the run began, which no averaging restarts (course notes, Neural Networks 3, Annealing the
 * learning rate). An epoch has the same number of them in every run, however its rounds end. All
 * rates are above 0 unless said otherwise.
 */
public sealed interface LearningRate {
  /**
   * The rate of a local step.
   *
   * @param step counted from 0
   */
  double at(long step);

  /**
   * The rate of a local step or, while it rises, the one that it rises to.
   *
   * @param step counted from 0
   */
  default double risen(long step) {
    return at(step);
  }

  /** Whether the rate has begun to fall before that step; a rate that warms up has not. */
  boolean hasDropped(long step);

  /** The same rate all the time. */
  record Constant(double rate) implements LearningRate {
    public Constant {
      requirePositive("the learning rate", rate);
    }

    @Override
    public double at(long step) {
      return rate;
    }

    @Override
    public boolean hasDropped(long step) {
      return false;
    }
  }

  /**
   * Step decay: {@code initial factor^floor(t / every)}.
   *
   * @param factor of a drop, in (0, 1]
   * @param every local steps from one drop to the next, at least 1
   */
  record StepDecay(double initial, double factor, long every) implements LearningRate {
    public StepDecay {
      requirePositive("the learning rate", initial);
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException("the factor of a drop is in (0, 1], not " + factor);
      }
      requireSteps("the steps between two drops", every);
    }

    @Override
    public double at(long step) {
      long drops = step / every;
      return initial * Math.pow(factor, (double) drops);
    }

    @Override
    public boolean hasDropped(long step) {
      return step >= every;
    }
  }

  /**
   * Exponential decay: {@code initial e^(-decay t)}.
   *
   * @param decay a step, at least 0
   */
  record Exponential(double initial, double decay) implements LearningRate {
    public Exponential {
      requirePositive("the learning rate", initial);
      requireDecay(decay);
    }

    @Override
    public double at(long step) {
      return initial * Math.exp(-decay * step);
    }

    @Override
    public boolean hasDropped(long step) {
      return step > 0 && decay > 0;
    }
  }

  /**
   * 1/t decay: {@code initial / (1 + decay t)}.
   *
   * @param decay a step, at least 0
   */
  record Inverse(double initial, double decay) implements LearningRate {
    public Inverse {
      requirePositive("the learning rate", initial);
      requireDecay(decay);
    }

    @Override
    public double at(long step) {
      return initial / (1 + decay * step);
    }

    @Override
    public boolean hasDropped(long step) {
      return step > 0 && decay > 0;
    }
  }

  /**
   * Half a cosine from the first rate down to 0 (Loshchilov and Hutter, SGDR: Stochastic Gradient
   * Descent with Warm Restarts, 2017): {@code initial (1 + cos(pi u)) / 2} with {@code u} the share
   * of its cycle that is over. With several cycles each begins at the first rate again, which is
   * the schedule of snapshot ensembles (Huang et al. 2017).
   *
   * @param steps of a cycle, at least 1; a last step of the last cycle is not quite 0
   */
  record Cosine(double initial, long steps) implements LearningRate {
    public Cosine {
      requirePositive("the learning rate", initial);
      requireSteps("the steps of a cycle", steps);
    }

    @Override
    public double at(long step) {
      return initial * (1 + Math.cos(Math.PI * (step % steps) / steps)) / 2;
    }

    @Override
    public boolean hasDropped(long step) {
      return step > 0;
    }
  }

  /**
   * Up in a straight line from near 0 to the peak, and down again to near 0 (after Smith, Cyclical
   * Learning Rates for Training Neural Networks, 2017, with a single cycle). No step has a rate of
   * 0; after the last one the rate stays that of the last.
   *
   * @param top steps until the peak, from 0
   * @param steps in all, more than {@code top}
   */
  record Triangular(double peak, long top, long steps) implements LearningRate {
    public Triangular {
      requirePositive("the learning rate", peak);
      if (top < 0 || steps <= top) {
        throw new IllegalArgumentException(
            "a triangle of %s steps has no peak after %s".formatted(steps, top));
      }
    }

    @Override
    public double at(long step) {
      return step < top
          ? peak * (step + 1) / (top + 1)
          : peak * Math.max(1, steps - step) / (steps - top);
    }

    @Override
    public double risen(long step) {
      return step < top ? peak : at(step);
    }

    @Override
    public boolean hasDropped(long step) {
      return step > top;
    }
  }

  /**
   * A warm-up in front of another schedule, which begins when it is over (Goyal et al., Accurate,
   * Large Minibatch SGD, 2017): up in a straight line to the other's first rate.
   *
   * @param steps of the warm-up, at least 1
   */
  record WarmUp(LearningRate after, long steps) implements LearningRate {
    public WarmUp {
      requireSteps("the steps of a warm-up", steps);
    }

    @Override
    public double at(long step) {
      return step < steps ? after.at(0) * (step + 1) / (steps + 1) : after.at(step - steps);
    }

    @Override
    public double risen(long step) {
      return after.risen(Math.max(0, step - steps));
    }

    @Override
    public boolean hasDropped(long step) {
      return step >= steps && after.hasDropped(step - steps);
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(what + " is above 0 and finite, not " + value);
    }
  }

  private static void requireDecay(double decay) {
    if (!(decay >= 0 && Double.isFinite(decay))) {
      throw new IllegalArgumentException("a decay is 0 or more and finite, not " + decay);
    }
  }

  private static void requireSteps(String what, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(what + " are at least 1, not " + steps);
    }
  }
}
