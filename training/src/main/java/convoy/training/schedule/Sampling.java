// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

/**
 * Which rounds are looked at closely: the first one, and each that holds a multiple of so many
 * local steps, counted from 0. Steps are counted and not rounds, because to look costs about as
 * much as one local step, however many a round has. Known before a round begins, unlike what a
 * {@link Trigger} says at its end.
 *
 * @param every local steps from one to the next; 0 for none at all
 */
public record Sampling(int every) {
  /** No round. */
  public static final Sampling NONE = new Sampling(0);

  /**
   * @throws IllegalArgumentException if the number is negative
   */
  public Sampling {
    if (every < 0) {
      throw new IllegalArgumentException("every " + every + " local steps are no steps");
    }
  }

  /**
   * The first round and each that holds a multiple of so many local steps.
   *
   * @throws IllegalArgumentException if that is not at least 1
   */
  public static Sampling steps(int every) {
    if (every < 1) {
      throw new IllegalArgumentException("local steps are counted from 1, not " + every);
    }
    return new Sampling(every);
  }

  /**
   * Whether a round is looked at.
   *
   * @param globalStep local steps before the round
   * @param steps of the round
   */
  public boolean takes(long globalStep, int steps) {
    return every > 0 && (globalStep + every - 1) / every * every < globalStep + steps;
  }
}
