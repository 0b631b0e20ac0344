// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Vectors as little-endian bytes, one number after the other. */
final class Vectors {
  private Vectors() {}

  static byte[] bytes(double[] values) {
    byte[] bytes = new byte[values.length * Double.BYTES];
    littleEndian(bytes).asDoubleBuffer().put(values);
    return bytes;
  }

  static byte[] bytes(float[] values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    littleEndian(bytes).asFloatBuffer().put(values);
    return bytes;
  }

  static double[] doubles(byte[] bytes) {
    double[] values = new double[bytes.length / Double.BYTES];
    littleEndian(bytes).asDoubleBuffer().get(values);
    return values;
  }

  static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    littleEndian(bytes).asFloatBuffer().get(values);
    return values;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
