// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import java.util.Arrays;
import java.util.List;

/** Seconds by the clock on the wall. */
final class Stopwatch {
  private Stopwatch() {}

  /** How long it takes. */
  static double seconds(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  /** The middle one; of an even number the mean of the two in the middle. */
  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
        .average()
        .orElseThrow();
  }
}
