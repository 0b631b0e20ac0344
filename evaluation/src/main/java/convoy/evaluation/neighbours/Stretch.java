// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import java.io.Serializable;

/**
 * Examples that follow each other in the order of their split.
 *
 * @param from index of the first
 * @param to index after the last; equal to {@code from} where there are none
 */
record Stretch(int from, int to) implements Serializable {
  static final Stretch EMPTY = new Stretch(0, 0);

  Stretch {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no stretch goes from %s to %s".formatted(from, to));
    }
  }

  int count() {
    return to - from;
  }
}
