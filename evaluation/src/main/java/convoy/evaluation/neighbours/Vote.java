// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import java.util.List;

/**
 * What the nearest neighbours elect: the class that most of the first k have. Of classes with
 * equally many, that whose nearest member comes first in the order of {@link KBest}: so k = 2 says
 * what k = 1 says. The rule is total, because no neighbour has two classes.
 */
final class Vote {
  /** The prediction of those that have no neighbour. */
  static final int NONE = -1;

  private Vote() {}

  /**
   * The class elected by the first k for every k; all vote where there are fewer than k.
   *
   * @param labels classes of the neighbours, the nearest first
   * @param ks ascending, each at least 1
   * @param classes number of classes
   * @return one class a k, or {@link #NONE} if there is no neighbour
   */
  static int[] elect(int[] labels, List<Integer> ks, int classes) {
    int[] elected = new int[ks.size()];
    int[] votes = new int[classes];
    int counted = 0;
    for (int i = 0; i < elected.length; i++) {
      while (counted < Math.min(ks.get(i), labels.length)) {
        votes[labels[counted++]]++;
      }
      elected[i] = leader(labels, votes, counted);
    }
    return elected;
  }

  private static int leader(int[] labels, int[] votes, int counted) {
    int leader = NONE;
    for (int i = 0; i < counted; i++) {
      if (leader == NONE || votes[labels[i]] > votes[leader]) {
        leader = labels[i];
      }
    }
    return leader;
  }
}
