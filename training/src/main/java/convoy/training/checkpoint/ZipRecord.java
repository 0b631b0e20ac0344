// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

/**
 * An entry of a zip as its directory describes it.
 *
 * @param name with {@code /} between folders
 * @param flags the general purpose bits
 * @param crc CRC-32 of the inflated bytes
 * @param deflated bytes in the file
 * @param inflated bytes that they become
 * @param begin where the entry begins in the file
 * @param end where the next entry or the directory begins
 */
record ZipRecord(
    String name, int flags, long crc, long deflated, long inflated, long begin, long end) {
  /** The flag of an entry whose checksum and sizes are written behind it too. */
  static final int SIZES_FOLLOW = 1 << 3;

  /** The flags of the deflater's level and of UTF-8 names, which change nothing here. */
  private static final int HARMLESS = SIZES_FOLLOW | 1 << 1 | 1 << 2 | 1 << 11;

  private static final int DEFLATED = 8;

  /** A byte of deflated data stands for at most so many: two bits for 258 of them. */
  private static final long MOST_INFLATED = 1032;

  /** What is wrong with an entry of such flags and such a method; null if nothing is. */
  static String problem(int flags, int method) {
    if ((flags & ~HARMLESS) != 0) {
      return "an entry is encrypted or has unknown flags";
    }
    return method == DEFLATED ? null : "an entry is not deflated";
  }

  /** Whether so few deflated bytes can become so many. */
  boolean isPossible() {
    return deflated >= 0 && inflated >= 0 && inflated / MOST_INFLATED <= deflated;
  }

  ZipRecord until(long next) {
    return new ZipRecord(name, flags, crc, deflated, inflated, begin, next);
  }
}
