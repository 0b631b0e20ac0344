// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The format in which ND4J writes a vector of float32, read strictly: the header of a vector has
 * one form, which follows from its length. ND4J's own reader trusts the header, and a wrong length
 * or stride in it ends the process.
 *
 * <p>The header is the buffer of the shape (rank, length, stride, flags, element stride, order) and
 * the beginning of the buffer of the values; each buffer begins with the way it was allocated, its
 * length and its type. Numbers are big-endian.
 */
final class Deeplearning4jArray {
  private static final String ALLOCATION = "MIXED_DATA_TYPES";
  private static final int FLOAT32 = 1 << 13;

  private Deeplearning4jArray() {}

  /** Bytes of a vector of so many values. */
  static long bytes(long values) {
    return header(values).length + values * Float.BYTES;
  }

  /**
   * Reads a vector of so many values.
   *
   * @throws DamagedCheckpointException if the entry is anything else
   */
  static float[] read(EntryBytes entry, int values) throws IOException {
    byte[] expected = header(values);
    byte[] header = new byte[expected.length];
    entry.read(header, header.length);
    if (!Arrays.equals(header, expected)) {
      throw entry.damaged("is no vector of %s values".formatted(values));
    }
    return Vectors.floats(entry, values, ByteOrder.BIG_ENDIAN);
  }

  private static byte[] header(long values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      long[] shape = {1, values, 1, FLOAT32, 1, 'c'};
      buffer(out, shape.length, "LONG");
      for (long number : shape) {
        out.writeLong(number);
      }
      buffer(out, values, "FLOAT");
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always there", e);
    }
    return bytes.toByteArray();
  }

  private static void buffer(DataOutputStream out, long length, String type) throws IOException {
    out.writeUTF(ALLOCATION);
    out.writeLong(length);
    out.writeUTF(type);
  }
}
