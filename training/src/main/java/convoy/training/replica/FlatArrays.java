// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves whole arrays between Java and native memory in one piece; {@code DataBuffer.asFloat()} goes
 * element by element. On a GPU, ND4J brings the host's copy up to date before it is read, and is
 * told that it was written; on the processor there is but one copy.
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
          "the network takes %s values, not %s".formatted(length, values.length));
    }
    if (into != null) {
      paste(values, values.length, into);
    }
  }

  /** Puts the first values of an array at the beginning of another. */
  static void paste(float[] values, int count, INDArray into) {
    pointer(into).put(values, 0, count);
    Nd4j.getAffinityManager().tagLocation(into, Location.HOST);
  }

  private static FloatPointer pointer(INDArray array) {
    if (array.offset() != 0 || (array.ordering() != 'c' && array.rank() > 1)) {
      throw new IllegalArgumentException(
          "not one piece of memory in row order: " + array.shapeInfoToString());
    }
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    return (FloatPointer) array.data().addressPointer();
  }
}
