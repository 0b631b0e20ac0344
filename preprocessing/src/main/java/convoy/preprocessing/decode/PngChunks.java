// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Walks over the chunks of a PNG file (PNG, third edition, section 5), checking each checksum. */
final class PngChunks {
  private static final int SIGNATURE = 8;

  private final byte[] file;
  private final ByteReader reader;
  private String type;
  private int begin;
  private int length;

  PngChunks(byte[] file) throws RejectedImageException {
    this.file = file;
    this.reader = new ByteReader(file);
    reader.skip(SIGNATURE);
  }

  /**
   * Goes to the next chunk.
   *
   * @return its type, four letters
   */
  String next() throws RejectedImageException {
    long announced = reader.u32();
    int typeBegin = reader.position();
    reader.require(announced + 8);
    length = (int) announced;
    reader.skip(4);
    type = new String(file, typeBegin, 4, StandardCharsets.ISO_8859_1);
    begin = reader.position();
    reader.skip(length);
    CRC32 checksum = new CRC32();
    checksum.update(file, typeBegin, 4 + length);
    if (reader.u32() != checksum.getValue()) {
      throw RejectedImageException.damaged(
          "wrong checksum of the PNG chunk at byte %s".formatted(typeBegin - 4));
    }
    return type;
  }

  /** Where the chunk's data begin. */
  int begin() {
    return begin;
  }

  /** How many bytes of data the chunk has. */
  int length() {
    return length;
  }

  /** One byte of the chunk's data. */
  int data(int index) throws RejectedImageException {
    if (index >= length) {
      throw RejectedImageException.damaged(
          "PNG chunk %s has only %s bytes".formatted(type, length));
    }
    return file[begin + index] & 0xFF;
  }

  /** Four bytes of the chunk's data, the most significant first, without sign. */
  long data32(int index) throws RejectedImageException {
    return (long) data(index) << 24
        | data(index + 1) << 16
        | data(index + 2) << 8
        | data(index + 3);
  }

  /** How many bytes follow the chunk. */
  int remaining() {
    return reader.remaining();
  }
}
