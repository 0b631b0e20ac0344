// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import java.util.stream.IntStream;

/**
 * Goes through long vectors on all cores of the driver, a range each. What is done element by
 * element gives the same bits as on one core.
 */
final class Ranges {
  /** A range's doubles and floats stay in a core's cache. */
  static final int LENGTH = 1 << 13;

  private Ranges() {}

  /** What is done with the elements {@code from} to {@code to} (exclusive), and no others. */
  interface Task {
    void run(int from, int to);
  }

  /** What is asked of the elements {@code from} to {@code to} (exclusive), and no others. */
  interface Question {
    boolean holds(int from, int to);
  }

  /** Cuts {@code length} elements into ranges; returns when all are done. */
  static void inParallel(int length, Task task) {
    ranges(length).forEach(range -> task.run(range * LENGTH, end(range, length)));
  }

  /** Whether it holds for all ranges of {@code length} elements. */
  static boolean allMatch(int length, Question question) {
    return ranges(length).allMatch(range -> question.holds(range * LENGTH, end(range, length)));
  }

  private static IntStream ranges(int length) {
    return IntStream.range(0, (length + LENGTH - 1) / LENGTH).parallel();
  }

  private static int end(int range, int length) {
    return (int) Math.min(length, (range + 1L) * LENGTH);
  }
}
