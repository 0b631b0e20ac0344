// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;

/** Writes TIFF files of one strip, tag by tag. */
final class TiffBytes {
  private static final int LONG = 4;
  private static final int SHORT = 3;

  private final ByteOrder order;
  private final TreeMap<Integer, int[]> tags = new TreeMap<>();
  private byte[] pixels = new byte[0];

  TiffBytes(ByteOrder order, int height, int width) {
    this.order = order;
    set(256, width).set(257, height).set(259, 1).set(278, height);
  }

  /** A tag of numbers of 16 bits, or where it is but one, of 32. */
  TiffBytes set(int tag, int... values) {
    tags.put(tag, values);
    return this;
  }

  TiffBytes pixels(int... bytes) {
    pixels = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pixels[i] = (byte) bytes[i];
    }
    return set(279, bytes.length);
  }

  byte[] end() {
    set(273, 8);
    int directory = 8 + pixels.length + pixels.length % 2;
    int values = directory + 2 + 12 * tags.size() + 4;
    int length = values + tags.values().stream().mapToInt(each -> 2 * each.length).sum();
    ByteBuffer out = ByteBuffer.allocate(length).order(order);
    out.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(out.get(0));
    out.putShort((short) 42).putInt(directory).put(pixels).position(directory);
    out.putShort((short) tags.size());
    for (int tag : tags.keySet()) {
      int[] numbers = tags.get(tag);
      out.putShort((short) tag).putShort((short) (numbers.length == 1 ? LONG : SHORT));
      out.putInt(numbers.length);
      if (numbers.length <= 2) {
        int begin = out.position();
        put(out, begin, numbers);
        out.position(begin + 4);
      } else {
        out.putInt(values);
        put(out, values, numbers);
        values += 2 * numbers.length;
      }
    }
    return out.array();
  }

  private static void put(ByteBuffer out, int at, int... numbers) {
    if (numbers.length == 1) {
      out.putInt(at, numbers[0]);
      return;
    }
    for (int i = 0; i < numbers.length; i++) {
      out.putShort(at + 2 * i, (short) numbers[i]);
    }
  }
}
