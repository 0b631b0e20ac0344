// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import convoy.preprocessing.BadInputException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The largest eigenvalues of a covariance matrix of order d and their eigenvectors: all d of them,
 * the first m, or none, where only the total variance is known. The arrays are not copied and not
 * to be changed.
 *
 * @param eigenvalues {@code [m]}, descending, none negative: the variances along the eigenvectors
 * @param eigenvectors {@code [m, d]}, row by row: row k is the unit eigenvector of eigenvalue k,
 *     with the sign that makes its component of largest magnitude (the first of equals) positive
 * @param totalVariance the sum of all d eigenvalues
 */
public record PrincipalComponents(
    double[] eigenvalues, double[] eigenvectors, double totalVariance) {
  /** What eigenvalues and their total, summed apart, may differ by: a share of the total. */
  private static final double ROUNDING = 1e-9;

  /** All components of a covariance: their sum is the total variance. */
  public PrincipalComponents(double[] eigenvalues, double[] eigenvectors) {
    this(eigenvalues, eigenvectors, sum(eigenvalues, eigenvalues.length));
  }

  /**
   * No component, and the total variance: the sum of the variances of the values.
   *
   * @param sums over at least one image
   */
  static PrincipalComponents none(ValueSums sums) {
    double variance = 0;
    for (double deviation : PixelStatistics.of(sums).deviation()) {
      variance += deviation * deviation;
    }
    return new PrincipalComponents(new double[0], new double[0], variance);
  }

  /** How many components there are. */
  public int count() {
    return eigenvalues.length;
  }

  /**
   * Factors a covariance matrix by LAPACK's {@code dsyevd}, always on two threads, so that the
   * result does not depend on the number of cores. It does depend, in the last bits, on the kind of
   * processor, for which OpenBLAS chooses its code. Eigenvalues that rounding made negative become
   * 0. Vectors of equal eigenvalues are an arbitrary basis of their space.
   *
   * @param covariance {@code [order, order]}, symmetric and finite; not changed
   * @throws IllegalStateException if LAPACK does not converge
   */
  public static PrincipalComponents of(double[] covariance, int order) {
    double[] values = new double[order];
    double[] vectors = covariance.clone();
    // Read by columns: the vectors come as columns, which are the rows of a row-major array.
    int info;
    BlasThreads.useTwo();
    try {
      info =
          LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', order, vectors, order, values);
    } finally {
      BlasThreads.useOne();
    }
    if (info != 0) {
      throw new IllegalStateException(
          "LAPACK's dsyevd did not factor a covariance of order %s: info %s"
              .formatted(order, info));
    }
    reverse(values, vectors, order);
    for (int k = 0; k < order; k++) {
      values[k] = Math.max(values[k], 0.0);
      fixSign(vectors, k * order, order);
    }
    return new PrincipalComponents(values, vectors);
  }

  /**
   * The fewest components that together hold at least this share of the variance; 0 if there is no
   * variance at all. What all the components there are lack by rounding alone is not missed.
   *
   * @param share from 0 to 1
   * @throws IllegalArgumentException if it is no share
   * @throws BadInputException if all the components that there are hold less
   */
  public int componentsFor(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of variance is from 0 to 1, not " + share);
    }
    double wanted = share * totalVariance;
    double held = 0;
    int components = 0;
    while (held < wanted) {
      if (components == count()) {
        if (held >= wanted * (1 - ROUNDING)) {
          return components;
        }
        throw new BadInputException(
            String.format(
                Locale.ROOT,
                "the %d principal components of the statistics hold %.2f %% of the variance, not"
                    + " %.2f %%; ask for less, or find more with statistics.components"
                    + " (--components)",
                count(),
                100 * shareOf(count()),
                100 * share));
      }
      held += eigenvalues[components++];
    }
    return components;
  }

  /** The share, 0 to 1, of the variance that the first components hold; 0 without any variance. */
  public double shareOf(int components) {
    return totalVariance == 0 ? 0 : sum(eigenvalues, components) / totalVariance;
  }

  private static double sum(double[] eigenvalues, int components) {
    // In order, so that all components hold the whole to the last bit.
    double sum = 0;
    for (int k = 0; k < components; k++) {
      sum += eigenvalues[k];
    }
    return sum;
  }

  private static void reverse(double[] values, double[] vectors, int order) {
    double[] row = new double[order];
    for (int low = 0, high = order - 1; low < high; low++, high--) {
      double value = values[low];
      values[low] = values[high];
      values[high] = value;
      System.arraycopy(vectors, low * order, row, 0, order);
      System.arraycopy(vectors, high * order, vectors, low * order, order);
      System.arraycopy(row, 0, vectors, high * order, order);
    }
  }

  /** Negates a vector if its component of largest magnitude is negative. */
  static void fixSign(double[] vectors, int begin, int order) {
    double[] vector = Arrays.copyOfRange(vectors, begin, begin + order);
    int largest = 0;
    for (int i = 1; i < order; i++) {
      if (Math.abs(vector[i]) > Math.abs(vector[largest])) {
        largest = i;
      }
    }
    if (vector[largest] < 0) {
      for (int i = 0; i < order; i++) {
        vectors[begin + i] = -vector[i];
      }
    }
  }
}
