// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/** Vectors as bytes, one number after the other; Convoy's own are little-endian. */
final class Vectors {
  private static final int PIECE = 1 << 16;

  private Vectors() {}

  static byte[] bytes(double[] values) {
    byte[] bytes = new byte[values.length * Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
    return bytes;
  }

  static byte[] bytes(float[] values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return bytes;
  }

  /** So many numbers, the next of an entry. */
  static double[] doubles(EntryBytes entry, int count) throws IOException {
    double[] values = new double[count];
    byte[] bytes = new byte[PIECE];
    DoubleBuffer piece = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
    for (int from = 0; from < count; from += piece.capacity()) {
      int length = Math.min(piece.capacity(), count - from);
      entry.read(bytes, length * Double.BYTES);
      piece.get(0, values, from, length);
    }
    return values;
  }

  /** So many numbers, the next of an entry. */
  static float[] floats(EntryBytes entry, int count, ByteOrder order) throws IOException {
    float[] values = new float[count];
    byte[] bytes = new byte[PIECE];
    FloatBuffer piece = ByteBuffer.wrap(bytes).order(order).asFloatBuffer();
    for (int from = 0; from < count; from += piece.capacity()) {
      int length = Math.min(piece.capacity(), count - from);
      entry.read(bytes, length * Float.BYTES);
      piece.get(0, values, from, length);
    }
    return values;
  }
}
