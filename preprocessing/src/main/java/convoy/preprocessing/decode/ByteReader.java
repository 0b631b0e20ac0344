// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.util.Arrays;

/**
 * Reads numbers from a file's bytes, one after the other. To read beyond the end is to find the
 * file truncated, so that no reader of a format needs to look at lengths first.
 */
final class ByteReader {
  private final byte[] file;
  private int position;

  ByteReader(byte[] file) {
    this.file = file;
  }

  int position() {
    return position;
  }

  int remaining() {
    return file.length - position;
  }

  int u8() throws RejectedImageException {
    require(1);
    return file[position++] & 0xFF;
  }

  /** Two bytes, the most significant first. */
  int u16() throws RejectedImageException {
    return u8() << 8 | u8();
  }

  /** Four bytes, the most significant first, without sign. */
  long u32() throws RejectedImageException {
    return (long) u16() << 16 | u16();
  }

  /** Two bytes, the least significant first. */
  int u16Little() throws RejectedImageException {
    return u8() | u8() << 8;
  }

  /** Four bytes, the least significant first, with sign. */
  int i32Little() throws RejectedImageException {
    return u16Little() | u16Little() << 16;
  }

  /** Three bytes, the least significant first. */
  int u24Little() throws RejectedImageException {
    return u16Little() | u8() << 16;
  }

  /** The next bytes, as they are. */
  byte[] bytes(int count) throws RejectedImageException {
    require(count);
    position += count;
    return Arrays.copyOfRange(file, position - count, position);
  }

  void skip(long bytes) throws RejectedImageException {
    require(bytes);
    position += (int) bytes;
  }

  void require(long bytes) throws RejectedImageException {
    if (bytes > remaining()) {
      throw RejectedImageException.truncated(
          "the file ends at byte %s, within a part of %s bytes that begins at byte %s"
              .formatted(file.length, bytes, position));
    }
  }
}
