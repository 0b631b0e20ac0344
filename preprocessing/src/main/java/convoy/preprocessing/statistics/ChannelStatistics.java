// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.ImageShape;

/**
 * Statistics of each channel over all its values in all images, in units of pixel values (0 to
 * 255). Each array is {@code [c]}, not copied and not to be changed.
 *
 * @param mean channel means
 * @param deviation standard deviations around the channel's mean, denominator N x height x width
 */
public record ChannelStatistics(double[] mean, double[] deviation) {

  /** Draws them from the sums over at least one image. */
  static ChannelStatistics of(ValueSums sums) {
    ImageShape shape = sums.shape();
    double[] mean = new double[shape.channels()];
    double[] deviation = new double[shape.channels()];
    long count = sums.count() * shape.plane();
    for (int channel = 0; channel < shape.channels(); channel++) {
      long sum = 0;
      long squares = 0;
      for (int i = channel * shape.plane(); i < (channel + 1) * shape.plane(); i++) {
        sum += sums.sum(i);
        squares += sums.square(i);
      }
      mean[channel] = (double) sum / count;
      deviation[channel] = Math.sqrt(Covariance.of(count, sum, sum, squares));
    }
    return new ChannelStatistics(mean, deviation);
  }
}
