// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.ImageShape;

/**
 * Means, covariance {@code [d, d]} and channel statistics of a minibatch by the plainest loops in
 * two passes, denominator N: what tests hold the project's own against.
 */
public record Moments(
    double[] mean, double[] covariance, double[] channelMean, double[] channelDeviation) {

  /** The moments of {@code images}, {@code [n, c, h, w]} with n = count. */
  public static Moments of(float[] images, int count, ImageShape shape) {
    int size = shape.size();
    double[] mean = new double[size];
    double[] covariance = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int n = 0; n < count; n++) {
        mean[i] += images[n * size + i] / (double) count;
      }
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int n = 0; n < count; n++) {
          covariance[i * size + j] +=
              (images[n * size + i] - mean[i]) * (images[n * size + j] - mean[j]) / count;
        }
      }
    }
    double[] channelMean = new double[shape.channels()];
    double[] channelDeviation = new double[shape.channels()];
    for (int channel = 0; channel < shape.channels(); channel++) {
      double total = (double) count * shape.plane();
      for (int n = 0; n < count; n++) {
        for (int i = 0; i < shape.plane(); i++) {
          channelMean[channel] += images[n * size + channel * shape.plane() + i] / total;
        }
      }
      double variance = 0;
      for (int n = 0; n < count; n++) {
        for (int i = 0; i < shape.plane(); i++) {
          double value = images[n * size + channel * shape.plane() + i];
          variance += (value - channelMean[channel]) * (value - channelMean[channel]) / total;
        }
      }
      channelDeviation[channel] = Math.sqrt(variance);
    }
    return new Moments(mean, covariance, channelMean, channelDeviation);
  }
}
