// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What one value of an example is, once it is decoded, and how it lies in memory. */
public enum ElementType {
  /** A pixel's value, 0 to 255, in one unsigned byte: examples are images. */
  UINT8("uint8", Byte.BYTES),
  /** A feature in four bytes, little-endian: examples are lists of numbers, no images. */
  FLOAT32("float32", Float.BYTES);

  private final String code;
  private final int bytes;

  ElementType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** NumPy's name of the type, for example {@code uint8}. */
  @JsonValue
  public String code() {
    return code;
  }

  /** Bytes that a value takes. */
  public int bytes() {
    return bytes;
  }

  /** What examples of such values are, in the plural, for errors. */
  public String examples() {
    return this == UINT8 ? "images" : "lists of float32 features";
  }

  /**
   * Writes the values of an example as floats: pixels become 0 to 255, features stay what they are.
   *
   * @param example values of this type, one after the other
   * @param into receives one float a value from {@code offset} on
   */
  public void copy(byte[] example, float[] into, int offset) {
    switch (this) {
      case UINT8 -> {
        for (int i = 0; i < example.length; i++) {
          into[offset + i] = example[i] & 0xff;
        }
      }
      case FLOAT32 ->
          ByteBuffer.wrap(example)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .get(into, offset, example.length / Float.BYTES);
    }
  }
}
