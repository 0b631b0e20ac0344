// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

/** How long replicas train alone before their parameters are averaged: H local steps. */
public sealed interface SyncSchedule {
  /**
   * Local steps H of the round that begins now; the loop cuts them where the epoch ends.
   *
   * @param learningRate at the round's first step; while it rises, the one that it rises to
   * @param dropped whether the learning rate has begun to fall
   * @return at least 1
   */
  int steps(double learningRate, boolean dropped);

  /** Seconds that a worker trains at most in a round; infinite where steps alone count. */
  default double seconds() {
    return Double.POSITIVE_INFINITY;
  }

  /** The same number of local steps in every round. */
  record Every(int steps) implements SyncSchedule {
    public Every {
      requireSteps(steps);
    }

    @Override
    public int steps(double learningRate, boolean dropped) {
      return steps;
    }
  }

  /**
   * Post-local SGD (Lin et al., Don't Use Large Mini-Batches, Use Local SGD, 2020): averages after
   * every step until the learning rate first drops, and every {@code steps} steps from then on.
   */
  record PostLocal(int steps) implements SyncSchedule {
    public PostLocal {
      requireSteps(steps);
    }

    @Override
    public int steps(double learningRate, boolean dropped) {
      return dropped ? steps : 1;
    }
  }

  /**
   * The quadratic synchronization rule (Gu, Lyu, Arora, Zhang and Huang, A Quadratic
   * Synchronization Rule for Distributed Deep Learning, 2024): {@code H = max(least, floor((alpha /
   * learning rate)^2))}, so that replicas stay alone the longer the smaller their steps are. A
   * warm-up has the H of the rate that it ends at.
   *
   * @param alpha above 0, in units of the learning rate
   */
  record Quadratic(int least, double alpha) implements SyncSchedule {
    public Quadratic {
      requireSteps(least);
      if (!(alpha > 0 && Double.isFinite(alpha))) {
        throw new IllegalArgumentException("alpha is above 0 and finite, not " + alpha);
      }
    }

    @Override
    public int steps(double learningRate, boolean dropped) {
      double ratio = alpha / learningRate;
      // A cast keeps to the largest int.
      return Math.max(least, (int) (ratio * ratio));
    }
  }

  /**
   * Rounds of a given time: a worker that has not taken all its steps by then sends what it has,
   * with the weight of the examples it saw. How many steps that is depends on the machine, so a run
   * with this schedule cannot be repeated to the last bit.
   *
   * @param steps at most
   * @param seconds above 0; every worker takes one step at least
   */
  record Timed(int steps, double seconds) implements SyncSchedule {
    public Timed {
      requireSteps(steps);
      if (!(seconds > 0)) {
        throw new IllegalArgumentException("a round lasts more than 0 seconds, not " + seconds);
      }
    }

    @Override
    public int steps(double learningRate, boolean dropped) {
      return steps;
    }
  }

  private static void requireSteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a round has at least 1 local step, not " + steps);
    }
  }
}
