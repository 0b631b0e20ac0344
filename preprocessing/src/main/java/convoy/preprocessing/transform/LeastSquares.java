// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrs;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import convoy.preprocessing.statistics.BlasThreads;

/**
 * The pseudo-inverse of a matrix W of k independent rows of d values: {@code y -> W^T (W W^T)^-1
 * y}, the shortest x with {@code W x = y}. For orthonormal rows it is {@code W^T}, for a square W
 * the inverse. In fp64.
 *
 * @param matrix W, {@code [k, d]}, row by row
 * @param factor the Cholesky factor of {@code W W^T}, in the triangle that LAPACK reads as upper
 */
record LeastSquares(double[] matrix, double[] factor, int rows, int columns) {
  private static final byte UPPER = 'U';

  /** Factors {@code W W^T}. */
  static LeastSquares of(float[] matrix, int rows, int columns) {
    double[] wide = new double[matrix.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = matrix[i];
    }
    // The lower triangle by rows is the upper one by columns, as LAPACK reads.
    double[] factor = new double[rows * rows];
    BlasThreads.useOne();
    cblas_dsyrk(
        CblasRowMajor, CblasLower, CblasNoTrans, rows, columns, 1, wide, columns, 0, factor, rows);
    int info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, UPPER, rows, factor, rows);
    if (info != 0) {
      throw new IllegalStateException("LAPACK's dpotrf: the rows depend on each other: " + info);
    }
    return new LeastSquares(wide, factor, rows, columns);
  }

  /**
   * Solves for some right sides.
   *
   * @param values begins with {@code [n, k]}
   * @param count the right sides n
   * @return {@code [n, d]}
   */
  double[] solve(float[] values, int count) {
    double[] sides = new double[count * rows];
    for (int i = 0; i < sides.length; i++) {
      sides[i] = values[i];
    }
    BlasThreads.useOne();
    LAPACKE_dpotrs(LAPACK_COL_MAJOR, UPPER, rows, count, factor, rows, sides, rows);
    double[] solved = new double[count * columns];
    cblas_dgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        count,
        columns,
        rows,
        1,
        sides,
        rows,
        matrix,
        columns,
        0,
        solved,
        columns);
    return solved;
  }
}
