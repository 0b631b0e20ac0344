// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgesvd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;

import convoy.preprocessing.shard.LabelledImage;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;

/**
 * The largest principal components in two passes over the images, for images too large for a
 * covariance matrix: N. Halko, P.-G. Martinsson, J. A. Tropp, "Finding structure with randomness",
 * SIAM Review 53 (2011), algorithms 4.1 and 5.1.
 *
 * <p>The first pass sketches the covariance C by random directions T: {@link RangeSketch}. The
 * columns of {@code C T} span, most likely, nearly the space of the largest eigenvectors; Q is an
 * orthonormal basis of it. The second pass projects the centred images on Q and keeps of the
 * projection {@code Y = (X - m) Q} the factor R alone ({@link TallSkinnyQr}). The singular values
 * and right singular vectors of R are those of Y: the eigenvalues are {@code sigma^2 / n}, the
 * eigenvectors {@code Q V}, orthonormal to 1e-10 and better.
 *
 * <p>The eigenvalues never exceed the true ones, but for rounding. What they lack shrinks with the
 * square of (first eigenvalue beyond the sketch / eigenvalue): exact where the spectrum falls to
 * nothing, misleading for the last components where it falls slowly, as in photographs. Ask for
 * more components than are used.
 *
 * <p>Holds {@code 8 d l} bytes. Immutable.
 */
final class RandomizedPca implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK_VALUES = 1 << 23;

  private final int order;
  private final int columns;
  private final int components;

  /** {@code [l, d]}, row by row: the basis Q, one vector a row. */
  private final double[] basis;

  /** {@code m^T Q} for the mean m of the shifted pixels: what the mean image is projected to. */
  private final double[] projectedMean;

  private RandomizedPca(double[] basis, int columns, double[] mean, int components) {
    this.order = mean.length;
    this.columns = columns;
    this.components = components;
    this.basis = basis;
    this.projectedMean = project(mean, 1);
  }

  /**
   * Takes the space that a sketch spans.
   *
   * @param sketch {@code [l, d]}, row by row: one sketched direction a row; changed
   * @param columns l
   * @param mean {@code [d]} of the shifted pixels
   * @param components wanted, at most l
   */
  static RandomizedPca of(double[] sketch, int columns, double[] mean, int components) {
    BlasThreads.useOne();
    // Read by columns the sketch is [d, l]: its QR decomposition makes the columns orthonormal.
    double[] tau = new double[columns];
    check(
        "dgeqrf", LAPACKE_dgeqrf(LAPACK_COL_MAJOR, mean.length, columns, sketch, mean.length, tau));
    check(
        "dorgqr",
        LAPACKE_dorgqr(LAPACK_COL_MAJOR, mean.length, columns, columns, sketch, mean.length, tau));
    return new RandomizedPca(sketch, columns, mean, components);
  }

  /** The factor of no images. */
  TallSkinnyQr zero() {
    return TallSkinnyQr.zero(columns);
  }

  /**
   * Projects images and adds what becomes of them to a factor.
   *
   * @param images {@code [c, h, w]} of one unsigned byte a value; some are in memory at a time
   */
  void addProjected(Iterator<LabelledImage> images, TallSkinnyQr factor) {
    int block = Math.max(1, BLOCK_VALUES / order) * order;
    double[] shifted = new double[0]; // grows to the block: a task may have few images, or none
    while (images.hasNext()) {
      int values = 0;
      while (values < block && images.hasNext()) {
        if (values == shifted.length) {
          shifted = Arrays.copyOf(shifted, Math.min(block, Math.max(order, 2 * values)));
        }
        for (byte pixel : images.next().pixels()) {
          shifted[values++] = Byte.toUnsignedInt(pixel) - Gramian.SHIFT;
        }
      }
      int rows = values / order;
      double[] projected = project(shifted, rows);
      for (int i = 0; i < projected.length; i++) {
        projected[i] -= projectedMean[i % columns];
      }
      factor.add(projected, rows);
    }
  }

  /** Rows {@code [n, d]} to {@code [n, l]}. */
  private double[] project(double[] rows, int count) {
    double[] projected = new double[count * columns];
    BlasThreads.useOne();
    cblas_dgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasTrans,
        count,
        columns,
        order,
        1,
        rows,
        order,
        basis,
        order,
        0,
        projected,
        columns);
    return projected;
  }

  /**
   * The components wanted.
   *
   * @param factor of all images
   * @param sums of all images, for their number and their total variance
   */
  PrincipalComponents components(TallSkinnyQr factor, ValueSums sums) {
    double[] singular = new double[columns];
    double[] right = new double[columns * columns];
    check(
        "dgesvd",
        LAPACKE_dgesvd(
            LAPACK_COL_MAJOR,
            (byte) 'N',
            (byte) 'A',
            columns,
            columns,
            factor.factor(),
            columns,
            singular,
            new double[1],
            1,
            right,
            columns,
            new double[columns]));
    double[] values = new double[components];
    for (int k = 0; k < components; k++) {
      values[k] = singular[k] * singular[k] / sums.count();
    }
    return new PrincipalComponents(values, vectors(right), totalVariance(sums));
  }

  /** {@code (Q V)^T}, its first rows: {@code right} is {@code V^T} by columns, so V by rows. */
  private double[] vectors(double[] right) {
    double[] vectors = new double[components * order];
    cblas_dgemm(
        CblasRowMajor,
        CblasTrans,
        CblasNoTrans,
        components,
        order,
        columns,
        1,
        right,
        columns,
        basis,
        order,
        0,
        vectors,
        order);
    for (int k = 0; k < components; k++) {
      PrincipalComponents.fixSign(vectors, k * order, order);
    }
    return vectors;
  }

  private static double totalVariance(ValueSums sums) {
    double total = 0;
    for (int i = 0; i < sums.shape().size(); i++) {
      total += Covariance.of(sums.count(), sums.sum(i), sums.sum(i), sums.square(i));
    }
    return total;
  }

  private static void check(String routine, int info) {
    if (info != 0) {
      throw new IllegalStateException("LAPACK's %s: info %s".formatted(routine, info));
    }
  }
}
