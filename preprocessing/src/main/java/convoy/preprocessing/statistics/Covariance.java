// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

/** Covariances, with denominator N, from exact integer sums. */
final class Covariance {
  private Covariance() {}

  /**
   * The covariance of two integers x and y seen together {@code count} times: {@code sum((x - mx)
   * (y - my)) / count}.
   *
   * <p>The sums are first moved, exactly, to the whole numbers nearest to the means. What is then
   * rounded is small, so nothing cancels: a constant has the variance 0, not nearly 0.
   *
   * @param count at least 1
   * @param sumX sum of x
   * @param sumY sum of y
   * @param products sum of x times y
   */
  static double of(long count, long sumX, long sumY, long products) {
    long centreX = Math.round((double) sumX / count);
    long centreY = Math.round((double) sumY / count);
    long restX = sumX - centreX * count;
    long restY = sumY - centreY * count;
    long centred = products - centreX * sumY - centreY * sumX + centreX * centreY * count;
    return (double) centred / count - (double) restX / count * ((double) restY / count);
  }

  /** The symmetric matrix {@code [d, d]} of the covariances of every two values, row by row. */
  static double[] matrix(PixelSums sums) {
    int order = sums.shape().size();
    double[] matrix = new double[Math.multiplyExact(order, order)];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j <= i; j++) {
        double value = of(sums.count(), sums.sum(i), sums.sum(j), sums.product(i, j));
        matrix[i * order + j] = value;
        matrix[j * order + i] = value;
      }
    }
    return matrix;
  }
}
