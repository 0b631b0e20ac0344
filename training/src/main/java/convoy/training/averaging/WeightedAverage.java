// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import java.util.Arrays;

/**
 * The average of vectors, each weighted by the examples it was trained on. Sums are kept in double
 * precision and depend on the order of the additions, so callers add workers in the order of their
 * numbers. A single vector comes out as it went in, to the last bit: a float times a whole number
 * below 2^29 is exact in double precision, and dividing by the same number gives it back.
 */
final class WeightedAverage {
  private final double[] sum;
  private long weight;

  /** The average of nothing yet. */
  private WeightedAverage(int length) {
    this.sum = new double[length];
    // Of the two zeros, the one that leaves every number as it is: 0 + -0 would be 0.
    Arrays.fill(sum, -0.0);
  }

  static WeightedAverage zero(int length) {
    return new WeightedAverage(length);
  }

  /**
   * Adds a vector.
   *
   * @param examples the vector's weight; 0 adds nothing
   */
  WeightedAverage add(float[] vector, long examples) {
    if (vector.length != sum.length) {
      throw new IllegalArgumentException(
          "vectors of %d and of %d values have no average".formatted(sum.length, vector.length));
    }
    return add(vector, 0, examples);
  }

  /**
   * Adds the part of a longer vector that begins at {@code from}.
   *
   * @param examples the vector's weight; 0 adds nothing
   */
  WeightedAverage add(float[] vector, int from, long examples) {
    if (examples < 0) {
      throw new IllegalArgumentException("a weight is not negative: " + examples);
    }
    if (examples > 0) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (double) examples * vector[from + i];
      }
      weight += examples;
    }
    return this;
  }

  /** Adds what another average has seen. */
  WeightedAverage merge(WeightedAverage other) {
    if (other.sum.length != sum.length) {
      throw new IllegalArgumentException("averages of different lengths do not merge");
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.sum[i];
    }
    weight += other.weight;
    return this;
  }

  /** All examples so far. */
  long weight() {
    return weight;
  }

  /**
   * The average.
   *
   * @throws IllegalStateException if nothing with a weight was added
   */
  float[] value() {
    float[] average = new float[sum.length];
    value(average, 0);
    return average;
  }

  /**
   * Writes the average into a longer vector from {@code from} on.
   *
   * @throws IllegalStateException if nothing with a weight was added
   */
  void value(float[] into, int from) {
    if (weight == 0) {
      throw new IllegalStateException("the average of no examples is not defined");
    }
    for (int i = 0; i < sum.length; i++) {
      into[from + i] = (float) (sum[i] / weight);
    }
  }
}
