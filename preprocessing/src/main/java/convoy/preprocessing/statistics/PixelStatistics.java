// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

/**
 * Statistics of each value of an image over all images, in units of pixel values (0 to 255), or of
 * each feature over all examples, in its own. Each array is {@code [c, h, w]}, not copied and not
 * to be changed.
 *
 * @param mean the mean image
 * @param deviation standard deviations, denominator N
 * @param minimum the smallest value seen
 * @param maximum the largest value seen
 */
public record PixelStatistics(
    double[] mean, double[] deviation, double[] minimum, double[] maximum) {

  /** Draws them from the sums over at least one image. */
  static PixelStatistics of(ValueSums sums) {
    int size = sums.shape().size();
    double[] mean = new double[size];
    double[] deviation = new double[size];
    double[] minimum = new double[size];
    double[] maximum = new double[size];
    for (int i = 0; i < size; i++) {
      mean[i] = (double) sums.sum(i) / sums.count();
      deviation[i] =
          Math.sqrt(Covariance.of(sums.count(), sums.sum(i), sums.sum(i), sums.square(i)));
      minimum[i] = sums.minimum(i);
      maximum[i] = sums.maximum(i);
    }
    return new PixelStatistics(mean, deviation, minimum, maximum);
  }
}
