// SPDX-License-Identifier: Apache-2.0
package convoy.training.normalization;

import java.io.Serializable;

/**
 * Count, mean and squared deviations of each channel, in double precision, which merge as if all
 * values had been seen at once (Chan, Golub and LeVeque, Algorithms for Computing the Sample
 * Variance, 1983): with {@code d} the difference of the means and {@code n = na + nb}, {@code mean
 * = ma + d nb / n} and {@code M = Ma + Mb + d^2 na nb / n}. For means and variances of two workers
 * that is the weighted mean of {@code var_i + (mean_i - mean)^2}: what replicas disagree on counts
 * as variance, which an average of the variances would lose.
 *
 * <p>Merging depends on the order in its last bits. Merged with nothing, or with moments of equal
 * means and variances, means and variances stay what they are, to the last bit.
 *
 * @param count of the values of every channel; 0 or more
 * @param means by channel; 0 of no values
 * @param squares sum over the values of the squared distance to the mean, by channel
 */
public record ChannelMoments(long count, double[] means, double[] squares) implements Serializable {
  /** The moments of nothing yet. */
  public static ChannelMoments zero(int channels) {
    return new ChannelMoments(0, new double[channels], new double[channels]);
  }

  /**
   * The moments of some values, of each channel in two passes.
   *
   * @param values {@code [n, channels, plane]}, row by row; n may be 0
   * @param plane values of a channel in an example, such as the pixels of a map; at least 1
   */
  public static ChannelMoments of(float[] values, int channels, int plane) {
    int example = channels * plane;
    int count = values.length / example * plane;
    double[] means = new double[channels];
    double[] squares = new double[channels];
    for (int c = 0; c < channels && count > 0; c++) {
      double sum = 0;
      for (int begin = c * plane; begin < values.length; begin += example) {
        for (int i = begin; i < begin + plane; i++) {
          sum += values[i];
        }
      }
      double mean = sum / count;
      double deviations = 0;
      for (int begin = c * plane; begin < values.length; begin += example) {
        for (int i = begin; i < begin + plane; i++) {
          deviations += (values[i] - mean) * (values[i] - mean);
        }
      }
      means[c] = mean;
      squares[c] = deviations;
    }
    return new ChannelMoments(count, means, squares);
  }

  /**
   * The moments that a layer's running statistics say the data have.
   *
   * @param count how many values they stand for; of 0, whatever the statistics are, nothing
   * @param parameters in which the statistics lie
   */
  public static ChannelMoments of(long count, float[] parameters, BatchNormLayout.Layer layer) {
    if (count == 0) {
      return zero(layer.channels());
    }
    double[] means = new double[layer.channels()];
    double[] squares = new double[layer.channels()];
    for (int c = 0; c < means.length; c++) {
      means[c] = parameters[layer.mean() + c];
      squares[c] = (double) count * parameters[layer.variance() + c];
    }
    return new ChannelMoments(count, means, squares);
  }

  /**
   * The moments of the values of both.
   *
   * @throws IllegalArgumentException if they are of different numbers of channels
   */
  public ChannelMoments merge(ChannelMoments other) {
    if (other.means.length != means.length) {
      throw new IllegalArgumentException(
          "moments of %s and of %s channels do not merge"
              .formatted(means.length, other.means.length));
    }
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    long all = count + other.count;
    double share = (double) other.count / all;
    double[] mergedMeans = new double[means.length];
    double[] mergedSquares = new double[means.length];
    for (int c = 0; c < means.length; c++) {
      double difference = other.means[c] - means[c];
      mergedMeans[c] = means[c] + difference * share;
      mergedSquares[c] = squares[c] + other.squares[c] + difference * difference * count * share;
    }
    return new ChannelMoments(all, mergedMeans, mergedSquares);
  }

  /**
   * Writes means and variances, denominator N, in the place of a layer's running statistics.
   *
   * @throws IllegalStateException if there were no values
   */
  public void write(float[] parameters, BatchNormLayout.Layer layer) {
    if (count == 0) {
      throw new IllegalStateException("the moments of no values are not defined");
    }
    for (int c = 0; c < means.length; c++) {
      parameters[layer.mean() + c] = (float) means[c];
      parameters[layer.variance() + c] = (float) (squares[c] / count);
    }
  }
}
