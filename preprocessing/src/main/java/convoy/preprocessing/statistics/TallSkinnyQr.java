// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.io.Serializable;

/**
 * The factor R of the QR decomposition {@code Y = Q R} of a matrix Y of few columns and any number
 * of rows, which come in blocks: {@link #zero}, {@link #add}, {@link #merge}. Householder's
 * reflections throughout, so that singular values are as accurate as those of Y itself; {@code Y^T
 * Y}, which would square its condition, is never made.
 *
 * <p>J. Demmel, L. Grigori, M. Hoemmen, J. Langou, "Communication-optimal parallel and sequential
 * QR and LU factorizations", SIAM Journal on Scientific Computing 34 (2012). Any blocks and any
 * merges give the same R to rounding: its diagonal is made non-negative, which makes it unique
 * where Y has full rank. Takes {@code 8 l^2} bytes for l columns.
 */
final class TallSkinnyQr implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int columns;

  /** {@code [columns, columns]}, column by column, upper triangular. */
  private final double[] factor;

  private TallSkinnyQr(int columns) {
    this.columns = columns;
    this.factor = new double[Math.multiplyExact(columns, columns)];
  }

  /** The factor of no rows: all zeros. */
  static TallSkinnyQr zero(int columns) {
    return new TallSkinnyQr(columns);
  }

  /**
   * Adds rows.
   *
   * @param rows {@code [count, columns]}, row by row; not changed
   * @return this
   */
  TallSkinnyQr add(double[] rows, int count) {
    int height = columns + count;
    double[] stacked = new double[Math.multiplyExact(height, columns)];
    for (int column = 0; column < columns; column++) {
      System.arraycopy(factor, column * columns, stacked, column * height, column + 1);
      for (int row = 0; row < count; row++) {
        stacked[column * height + columns + row] = rows[row * columns + column];
      }
    }
    return refactor(stacked, height);
  }

  /**
   * Adds the rows of another, which stays what it was.
   *
   * @return this
   */
  TallSkinnyQr merge(TallSkinnyQr other) {
    if (columns != other.columns) {
      throw new IllegalArgumentException(
          "%s columns cannot be merged with %s".formatted(columns, other.columns));
    }
    double[] rows = new double[factor.length];
    for (int i = 0; i < columns; i++) {
      for (int j = i; j < columns; j++) {
        rows[i * columns + j] = other.factor[j * columns + i];
      }
    }
    return add(rows, columns);
  }

  private TallSkinnyQr refactor(double[] stacked, int height) {
    BlasThreads.useOne();
    int info =
        LAPACKE_dgeqrf(LAPACK_COL_MAJOR, height, columns, stacked, height, new double[columns]);
    if (info != 0) {
      throw new IllegalStateException("LAPACK's dgeqrf: info " + info);
    }
    for (int row = 0; row < columns; row++) {
      double sign = stacked[row * height + row] < 0 ? -1 : 1;
      for (int column = row; column < columns; column++) {
        factor[column * columns + row] = sign * stacked[column * height + row];
      }
    }
    return this;
  }

  /** A copy of R, {@code [columns, columns]}, column by column. */
  double[] factor() {
    return factor.clone();
  }
}
