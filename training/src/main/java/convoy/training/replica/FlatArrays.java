// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moves whole arrays between Java and native memory in one piece; {@code DataBuffer.asFloat()} goes
 * element by element.
 */
public final class FlatArrays {
  private FlatArrays() {}

  /**
   * A copy of an array's values in row order; empty for null.
   *
   * @throws IllegalArgumentException if the array is not one piece of memory in row order
   */
  public static float[] copy(INDArray array) {
    if (array == null) {
      return new float[0];
    }
    float[] values = new float[Math.toIntExact(array.length())];
    pointer(array).get(values);
    return values;
  }

  /** Fills an array; null takes no values. */
  static void paste(float[] values, INDArray into) {
    long length = into == null ? 0 : into.length();
    if (values.length != length) {
      throw new IllegalArgumentException(
          "the network takes %d values, not %d".formatted(length, values.length));
    }
    if (into != null) {
      pointer(into).put(values);
    }
  }

  static FloatPointer pointer(INDArray array) {
    if (array.offset() != 0 || (array.ordering() != 'c' && array.rank() > 1)) {
      throw new IllegalArgumentException(
          "not one piece of memory in row order: " + array.shapeInfoToString());
    }
    return (FloatPointer) array.data().addressPointer();
  }
}
