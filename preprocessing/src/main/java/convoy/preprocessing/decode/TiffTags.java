// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The first directory of a TIFF file (TIFF 6.0, section 2): numbers by tag. Further pages,
 * thumbnails, EXIF and profiles are not followed.
 */
final class TiffTags {
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int STRIP_OFFSETS = 273;
  static final int SAMPLES = 277;
  static final int ROWS_PER_STRIP = 278;
  static final int STRIP_BYTES = 279;
  static final int PLANAR = 284;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTES = 325;
  static final int SAMPLE_FORMAT = 339;

  private static final int FILE_HEADER = 8;
  private static final int BIG = 43;
  private static final int ENTRY = 12;

  /** Bytes of a value of each type: 1 for BYTE, ASCII and so on, as far as the tags need. */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final ByteBuffer file;
  private final Map<Integer, Integer> entries = new LinkedHashMap<>();

  /** Reads where each tag lies, and checks that its values do too. */
  TiffTags(byte[] bytes) throws RejectedImageException {
    file = ByteBuffer.wrap(bytes);
    file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (file.getShort(2) == BIG) {
      throw RejectedImageException.unsupported(
          "BigTIFF, which is for files of more than 4 GB; save it as TIFF");
    }
    try {
      file.position(FILE_HEADER / 2);
      long directory = Integer.toUnsignedLong(file.getInt());
      file.position((int) Math.min(directory, bytes.length));
      int count = Short.toUnsignedInt(file.getShort());
      for (int i = 0; i < count; i++) {
        entry();
      }
    } catch (BufferUnderflowException e) {
      throw RejectedImageException.truncated(
          "the file has %s bytes, fewer than its TIFF directory".formatted(bytes.length));
    }
  }

  private void entry() throws RejectedImageException {
    int at = file.position();
    int tag = Short.toUnsignedInt(file.getShort());
    int type = Short.toUnsignedInt(file.getShort());
    long count = Integer.toUnsignedLong(file.getInt());
    long offset = Integer.toUnsignedLong(file.getInt());
    long bytes = type < TYPE_BYTES.length ? TYPE_BYTES[type] * count : 0;
    if (bytes > 4 && offset + bytes > file.limit()) {
      throw RejectedImageException.truncated(
          "the file ends at byte %s, within the values of TIFF tag %s at byte %s"
              .formatted(file.limit(), tag, offset));
    }
    if (bytes > 0) {
      entries.put(tag, at);
    }
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** How many values a tag has; 0 without it. */
  int count(int tag) {
    return has(tag) ? file.getInt(entries.get(tag) + 4) : 0;
  }

  /** A tag's value of that index, without sign. */
  long value(int tag, int index) throws RejectedImageException {
    int entry = entries.get(tag);
    int type = file.getShort(entry + 2);
    if ((type != BYTE && type != SHORT && type != LONG) || index >= count(tag)) {
      throw RejectedImageException.damaged(
          "TIFF tag %s has %s values of type %s".formatted(tag, count(tag), type));
    }
    int size = TYPE_BYTES[type];
    int at = (size * count(tag) > 4 ? file.getInt(entry + 8) : entry + 8) + size * index;
    return switch (size) {
      case 1 -> file.get(at) & 0xFF;
      case 2 -> Short.toUnsignedInt(file.getShort(at));
      default -> Integer.toUnsignedLong(file.getInt(at));
    };
  }

  /** A tag's only or first value, or another where the tag is missing. */
  long number(int tag, long otherwise) throws RejectedImageException {
    return has(tag) ? value(tag, 0) : otherwise;
  }

  /**
   * The file with a directory of nothing but some tags.
   *
   * @param kept in ascending order
   */
  byte[] with(int... kept) {
    int begin = file.limit() + (file.limit() & 1);
    ByteBuffer out = ByteBuffer.allocate(begin + 2 + ENTRY * kept.length + 4).order(file.order());
    out.put(file.array());
    out.putInt(FILE_HEADER / 2, begin).position(begin + 2);
    for (int tag : kept) {
      if (has(tag)) {
        out.put(file.array(), entries.get(tag), ENTRY);
      }
    }
    out.putShort(begin, (short) ((out.position() - begin - 2) / ENTRY));
    return out.array();
  }
}
