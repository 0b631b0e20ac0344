// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Blocked arrays: {@code [n, channels / block, height, width, block]}, a truthful shape, in row
 * order.
 */
public final class Blocks {
  private static final int RANK = 5;

  private Blocks() {}

  /** The shape that {@code [n, channels, height, width]} has in blocks. */
  static long[] shape(long[] rows) {
    int block = OneDnn.block();
    return new long[] {rows[0], rows[1] / block, rows[2], rows[3], block};
  }

  /** The shape in rows of a blocked array. */
  static long[] inRows(INDArray blocked) {
    return new long[] {
      blocked.size(0), blocked.size(1) * blocked.size(4), blocked.size(2), blocked.size(3)
    };
  }

  static boolean blocked(INDArray array) {
    return array.rank() == RANK;
  }

  /**
   * A copy of an array in row order, {@code [n, channels, height, width]} if it was blocked; for
   * who looks at activations now and then.
   */
  public static INDArray copyInRows(INDArray array) {
    return blocked(array)
        ? array.permute(0, 1, 4, 2, 3).dup('c').reshape(inRows(array))
        : array.dup('c');
  }
}
