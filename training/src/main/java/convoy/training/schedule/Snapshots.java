// SPDX-License-Identifier: Apache-2.0
package convoy.training.schedule;

/**
 * Which ends of epochs leave a checkpoint that is kept for good, a member of a snapshot ensemble
 * (Huang et al., Snapshot Ensembles: Train 1, Get M for Free, 2017; course notes, Neural Networks
 * 3, Model Ensembles): those of epochs {@code after + k every} for k = 1, 2, and so on. They are
 * counted from the end of the warm-up, as the cycles of {@link LearningRate.Cosine} are, so that
 * snapshots as far apart as a cycle is long are taken where the rate is lowest.
 *
 * @param after epochs that do not count, from 0
 * @param every epochs from one snapshot to the next; 0 for none at all
 */
public record Snapshots(int after, int every) {
  /** None. */
  public static final Snapshots NONE = new Snapshots(0, 0);

  /**
   * @throws IllegalArgumentException if a number is negative
   */
  public Snapshots {
    if (after < 0 || every < 0) {
      throw new IllegalArgumentException(
          "snapshots after %s epochs and every %s are none".formatted(after, every));
    }
  }

  /**
   * At the end of every so many epochs behind a warm-up. Where that ends within an epoch, so does
   * each cycle, and its last whole epoch is taken.
   *
   * @param warmUp epochs, from 0
   * @throws IllegalArgumentException if {@code every} is not at least 1
   */
  public static Snapshots epochs(double warmUp, int every) {
    if (every < 1) {
      throw new IllegalArgumentException("epochs are counted from 1, not " + every);
    }
    return new Snapshots((int) warmUp, every);
  }

  /** Whether one is taken when that many epochs are completed. */
  public boolean takes(int epochs) {
    return every > 0 && epochs > after && (epochs - after) % every == 0;
  }
}
