// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The sums of products of every two values over all images, {@code G = X^T X} of the rows {@code X
 * = pixel - 128}, exact to the last bit.
 *
 * <p>Exact, because pixels shifted by 128 are integers of magnitude 128 at most: over a block of
 * 1,024 rows every partial sum of products is an integer of magnitude {@code 1024 * 128 * 128 =
 * 2^24} at most, which fp32 holds exactly in whatever order BLAS adds. The blocks are added in
 * fp64, exact up to {@code 2^53}, that is for {@code 2^39} images.
 */
final class Gramian implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What is subtracted from a pixel before it is multiplied. */
  static final int SHIFT = 128;

  /** The most rows whose products fp32 adds exactly. */
  static final int BLOCK = 1024;

  /** Rows of G that one multiplication computes: keeps its result in the processor's cache. */
  private static final int PANEL = 256;

  private final int order;

  /** Row i of the lower triangle begins at i (i + 1) / 2; null while nothing was multiplied. */
  private double[] triangle;

  /** The images of the block begun, one after the other, as they came. */
  private transient byte[] pending;

  private transient int rows;

  Gramian(int order) {
    this.order = order;
  }

  /** Adds an image of {@code order} unsigned bytes. */
  void add(byte[] image) {
    if (pending == null) {
      pending = new byte[order];
    } else if (rows * order == pending.length) {
      pending = Arrays.copyOf(pending, Math.min(2 * rows, BLOCK) * order);
    }
    System.arraycopy(image, 0, pending, rows * order, order);
    rows++;
    if (rows == BLOCK) {
      multiplyPending();
    }
  }

  /** Adds all that {@code other} has; {@code other} stays what it was. */
  void merge(Gramian other) {
    other.flush();
    if (other.triangle == null) {
      return;
    }
    if (triangle == null) {
      triangle = other.triangle.clone();
      return;
    }
    for (int i = 0; i < triangle.length; i++) {
      triangle[i] += other.triangle[i];
    }
  }

  /** The sum over all images of the shifted value i times the shifted value j. */
  long product(int i, int j) {
    flush();
    if (triangle == null) {
      return 0;
    }
    int row = Math.max(i, j);
    return (long) triangle[begin(row) + Math.min(i, j)];
  }

  private void flush() {
    if (rows > 0) {
      multiplyPending();
    }
    pending = null;
  }

  private void multiplyPending() {
    BlasThreads.useOne();
    if (triangle == null) {
      triangle = new double[begin(order)];
    }
    try (FloatPointer block = shifted();
        FloatPointer panel = new FloatPointer((long) Math.min(PANEL, order) * order)) {
      for (int first = 0; first < order; first += PANEL) {
        int last = Math.min(first + PANEL, order);
        cblas_sgemm(
            CblasRowMajor,
            CblasTrans,
            CblasNoTrans,
            last - first,
            last,
            rows,
            1f,
            block.getPointer(first),
            order,
            block,
            order,
            0f,
            panel,
            last);
        addPanel(panel, first, last);
      }
    }
    rows = 0;
  }

  private FloatPointer shifted() {
    FloatPointer block = new FloatPointer((long) rows * order);
    float[] row = new float[order];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < order; i++) {
        row[i] = Byte.toUnsignedInt(pending[r * order + i]) - SHIFT;
      }
      block.position((long) r * order).put(row);
    }
    return block.position(0);
  }

  /** Adds rows first to last of G, given as {@code [last - first, last]}, up to the diagonal. */
  private void addPanel(FloatPointer panel, int first, int last) {
    float[] row = new float[last];
    for (int i = first; i < last; i++) {
      panel.getPointer((long) (i - first) * last).get(row);
      int begin = begin(i);
      for (int j = 0; j <= i; j++) {
        triangle[begin + j] += row[j];
      }
    }
  }

  private static int begin(int row) {
    return Math.toIntExact((long) row * (row + 1) / 2);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    flush();
    out.defaultWriteObject();
  }
}
