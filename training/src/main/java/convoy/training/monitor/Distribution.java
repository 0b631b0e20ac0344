// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

import java.io.Serializable;
import java.util.stream.LongStream;

/**
 * How a layer's values are spread: mean, deviation and histogram (course notes, Neural Networks 3,
 * Activation / Gradient distributions per layer). Values that are not finite are left out.
 *
 * @param mean NaN of no value
 * @param deviation standard deviation, denominator N; NaN of no value
 * @param low the least value, where the first bin begins; NaN of no value
 * @param high the largest value, where the last bin ends; NaN of no value
 * @param counts values in each of the bins, which are equally wide; all equal values are in the
 *     first one; not copied, not to be changed
 */
public record Distribution(double mean, double deviation, double low, double high, long[] counts)
    implements Serializable {
  /** Of the histogram. */
  public static final int BINS = 32;

  /** Of no value. */
  public static final Distribution NONE =
      new Distribution(Double.NaN, Double.NaN, Double.NaN, Double.NaN, new long[BINS]);

  /** The distribution of {@code values[from]} to {@code values[to - 1]}. */
  public static Distribution of(float[] values, int from, int to) {
    long count = 0;
    double sum = 0;
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      float value = values[i];
      if (Float.isFinite(value)) {
        count++;
        sum += value;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return count == 0 ? NONE : around(sum / count, low, high, values, from, to);
  }

  /** The second pass, which needs mean and ends of the first. */
  private static Distribution around(
      double mean, double low, double high, float[] values, int from, int to) {
    long[] counts = new long[BINS];
    double squares = 0;
    double bins = high > low ? BINS / (high - low) : 0;
    for (int i = from; i < to; i++) {
      float value = values[i];
      if (Float.isFinite(value)) {
        squares += (value - mean) * (value - mean);
        counts[Math.min(BINS - 1, (int) ((value - low) * bins))]++;
      }
    }
    long count = LongStream.of(counts).sum();
    return new Distribution(mean, Math.sqrt(squares / count), low, high, counts);
  }

  /** How many values there are. */
  public long count() {
    return LongStream.of(counts).sum();
  }

  /** The L2 norm of the values; 0 of no value. */
  public double norm() {
    long count = count();
    return count == 0 ? 0 : Math.sqrt(count * (mean * mean + deviation * deviation));
  }

  /** The L2 norm of {@code values[from]} to {@code values[to - 1]}, summed in double precision. */
  public static double norm(float[] values, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += (double) values[i] * values[i];
    }
    return Math.sqrt(squares);
  }
}
