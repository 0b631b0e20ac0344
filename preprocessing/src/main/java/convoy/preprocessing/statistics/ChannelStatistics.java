// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.ImageShape;

/**
 * Statistics of the channels over all pixels of all images, that is of their colours, in units of
 * pixel values (0 to 255), or of features, each of which is a channel of one value, in their own.
 * The arrays are not copied and not to be changed.
 *
 * @param mean {@code [c]}, channel means
 * @param deviation {@code [c]}, standard deviations around the channel's mean, denominator N x
 *     height x width
 * @param covariance {@code [c, c]}, row by row, of every two channels; the same denominator
 */
public record ChannelStatistics(double[] mean, double[] deviation, double[] covariance) {

  /** Draws them from the sums over at least one image. */
  static ChannelStatistics of(ValueSums sums) {
    ImageShape shape = sums.shape();
    int channels = shape.channels();
    double[] mean = new double[channels];
    double[] deviation = new double[channels];
    double[] covariance = new double[channels * channels];
    long count = sums.count() * shape.plane();
    for (int a = 0; a < channels; a++) {
      for (int b = 0; b <= a; b++) {
        double value =
            Covariance.of(count, sums.channelSum(a), sums.channelSum(b), sums.channelProduct(a, b));
        covariance[a * channels + b] = value;
        covariance[b * channels + a] = value;
      }
      mean[a] = (double) sums.channelSum(a) / count;
      deviation[a] = Math.sqrt(covariance[a * channels + a]);
    }
    return new ChannelStatistics(mean, deviation, covariance);
  }
}
