// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * The beginning of an IDX file (Y. LeCun, C. Cortes, C. Burges, The MNIST database): two zeros, the
 * type of the values (8: unsigned bytes), the number of dimensions, and each dimension as a
 * big-endian 32-bit number.
 *
 * @param bytes of the header itself
 * @param count the first dimension: images or labels
 * @param height rows of an image; 1 for labels
 * @param width columns of an image; 1 for labels
 */
record IdxHeader(int bytes, int count, int height, int width) {
  private static final int IMAGES = 0x0803;
  private static final int LABELS = 0x0801;
  private static final int MOST_EXAMPLES = 100_000_000;
  private static final int MOST_SIDE = 4_096;

  /** Deflate cannot shrink a file by more than this factor. */
  private static final long MOST_DEFLATED = 1_032;

  /**
   * Reads the header of an image file.
   *
   * @throws BadInputException if it is none, or of absurd dimensions
   */
  static IdxHeader images(DataInputStream in, String file) throws IOException {
    requireMagic(in.readInt(), IMAGES, file);
    IdxHeader header = new IdxHeader(16, in.readInt(), in.readInt(), in.readInt());
    requireRange("rows", header.height, MOST_SIDE, file);
    requireRange("columns", header.width, MOST_SIDE, file);
    requireRange("images", header.count, MOST_EXAMPLES, file);
    return header;
  }

  /**
   * Reads the header of a label file.
   *
   * @throws BadInputException if it is none, or of absurd dimensions
   */
  static IdxHeader labels(DataInputStream in, String file) throws IOException {
    requireMagic(in.readInt(), LABELS, file);
    IdxHeader header = new IdxHeader(8, in.readInt(), 1, 1);
    requireRange("labels", header.count, MOST_EXAMPLES, file);
    return header;
  }

  /** Bytes of one image or label. */
  int recordBytes() {
    return height * width;
  }

  /**
   * Refuses a file that cannot hold what its header says.
   *
   * @param length bytes of the file
   * @throws BadInputException if it is too short or too long
   */
  void requireLength(String file, long length, boolean gzip) {
    long expected = bytes + (long) count * recordBytes();
    if (gzip ? expected > length * MOST_DEFLATED : expected != length) {
      throw new BadInputException(
          String.format(
                  Locale.ROOT,
                  "%s has %,d bytes, but its header announces %,d records of %,d bytes; it is truncated,",
                  file,
                  length,
                  count,
                  recordBytes())
              + " oversized or damaged");
    }
  }

  private static void requireMagic(int magic, int expected, String file) {
    if (magic != expected) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s begins with %08x, not with %08x; is it an IDX file of MNIST's?",
              file,
              magic,
              expected));
    }
  }

  private static void requireRange(String what, int value, int most, String file) {
    if (value < 1 || value > most) {
      throw new BadInputException(
          "%s says it has %s %s; expected 1 to %s".formatted(file, value, what, most));
    }
  }
}
