// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

/**
 * GIF's variant of LZW (GIF89a, appendix F): codes of growing length, the least significant bit
 * first, up to 12 bits.
 */
final class GifCodes {
  private static final int MOST_BITS = 12;
  private static final int MOST_CODES = 1 << MOST_BITS;

  private final byte[] codes;
  private final int clear;
  private final int[] prefix = new int[MOST_CODES];
  private final byte[] last = new byte[MOST_CODES];
  private final byte[] first = new byte[MOST_CODES];
  private final int[] length = new int[MOST_CODES];
  private long bit;

  GifCodes(byte[] codes, int smallest) {
    this.codes = codes;
    this.clear = 1 << smallest;
    for (int value = 0; value < clear; value++) {
      last[value] = (byte) value;
      first[value] = (byte) value;
      length[value] = 1;
    }
  }

  /**
   * The first so many values; what follows them is not looked at. No memory is taken for more than
   * the codes can give: each at most as many values as there are codes.
   */
  byte[] expand(int count) throws RejectedImageException {
    int bits = Integer.numberOfTrailingZeros(clear) + 1;
    if (count > 8L * codes.length / bits * MOST_CODES) {
      throw RejectedImageException.truncated(
          "%s bytes of compressed GIF pixels, which cannot hold %s".formatted(codes.length, count));
    }
    byte[] values = new byte[count];
    int smallestBits = bits;
    int next = clear + 2;
    int previous = -1;
    for (int done = 0; done < count; ) {
      int code = read(bits);
      if (code == clear) {
        bits = smallestBits;
        next = clear + 2;
        previous = -1;
        continue;
      }
      if (code == clear + 1) {
        throw RejectedImageException.truncated("GIF pixels end at %s of %s".formatted(done, count));
      }
      boolean toCome = code >= next;
      if (code > next || (toCome && (previous < 0 || next == MOST_CODES))) {
        throw RejectedImageException.damaged(
            "GIF code %s where %s are known".formatted(code, next));
      }
      if (previous >= 0 && next < MOST_CODES) {
        prefix[next] = previous;
        first[next] = first[previous];
        last[next] = first[toCome ? previous : code];
        length[next] = length[previous] + 1;
        next++;
        if (next == 1 << bits && bits < MOST_BITS) {
          bits++;
        }
      }
      write(code, values, done);
      done = Math.min(count, done + length[code]);
      previous = code;
    }
    return values;
  }

  /** Writes a code's values from the last to the first, leaving out what is beyond the array. */
  private void write(int code, byte[] values, int begin) {
    int at = begin + length[code] - 1;
    for (int link = code; at >= begin; at--, link = prefix[link]) {
      if (at < values.length) {
        values[at] = last[link];
      }
    }
  }

  private int read(int bits) throws RejectedImageException {
    if (bit + bits > 8L * codes.length) {
      throw RejectedImageException.truncated("GIF pixels end within the compressed data");
    }
    int code = 0;
    for (int i = 0; i < bits; i++, bit++) {
      code |= ((codes[(int) (bit >> 3)] >> (bit & 7)) & 1) << i;
    }
    return code;
  }
}
