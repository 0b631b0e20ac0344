// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

/**
 * Which rounds are looked at closely: the first one, and every so many after it. Known before a
 * round begins, unlike what a {@link Trigger} says at its end.
 *
 * @param every rounds from one to the next; 0 for none at all
 */
public record Sampling(int every) {
  /** No round. */
  public static final Sampling NONE = new Sampling(0);

  /**
   * @throws IllegalArgumentException if the number is negative
   */
  public Sampling {
    if (every < 0) {
      throw new IllegalArgumentException("every " + every + " rounds are no rounds");
    }
  }

  /**
   * The first round and every so many after it.
   *
   * @throws IllegalArgumentException if that is not at least 1
   */
  public static Sampling rounds(int every) {
    if (every < 1) {
      throw new IllegalArgumentException("rounds are counted from 1, not " + every);
    }
    return new Sampling(every);
  }

  /** Whether the round that follows so many completed ones is looked at. */
  public boolean takes(int completed) {
    return every > 0 && completed % every == 0;
  }
}
