// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import java.io.Serializable;
import java.util.List;

/**
 * What classifies by nearest neighbours.
 *
 * @param distance between examples
 * @param ks numbers of neighbours that vote, each at least 1 and above the one before
 * @param classes number of classes
 */
public record NeighboursSettings(Distance distance, List<Integer> ks, int classes)
    implements Serializable {
  /** The numbers of neighbours that the course compares (assignment 1, k-Nearest Neighbor). */
  public static final List<Integer> DEFAULT_KS = List.of(1, 3, 5, 7, 10, 20, 50, 100);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no k, they do not ascend from 1 on, or there is no
   *     class
   */
  public NeighboursSettings {
    ks = List.copyOf(ks);
    int last = 0;
    for (int k : ks) {
      if (k <= last) {
        throw new IllegalArgumentException("k ascends and is 1 or more, not " + ks);
      }
      last = k;
    }
    if (ks.isEmpty() || classes < 1) {
      throw new IllegalArgumentException(
          "at least one k and one class are needed, not %s and %s".formatted(ks, classes));
    }
  }

  /** The most neighbours that vote. */
  int most() {
    return ks.get(ks.size() - 1);
  }
}
