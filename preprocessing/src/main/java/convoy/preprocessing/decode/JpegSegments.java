// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.util.Locale;

/**
 * Walks over the marker segments of a JPEG file (ITU T.81, annex B): a marker, and for most markers
 * a length and that many bytes. The entropy-coded data after a start of scan have no length; they
 * are skipped up to the next marker that is neither a stuffed byte nor a restart.
 */
final class JpegSegments {
  static final int START_OF_IMAGE = 0xD8;
  static final int END_OF_IMAGE = 0xD9;
  static final int START_OF_SCAN = 0xDA;
  static final int QUANTIZATION_TABLES = 0xDB;
  static final int HUFFMAN_TABLES = 0xC4;
  static final int RESTART_INTERVAL = 0xDD;
  static final int JFIF = 0xE0;
  static final int ADOBE = 0xEE;

  private final byte[] file;
  private final ByteReader reader;
  private int marker;
  private int begin;
  private int end;

  JpegSegments(byte[] file) throws RejectedImageException {
    this.file = file;
    this.reader = new ByteReader(file);
    reader.skip(2);
  }

  /**
   * Goes to the next segment. Bytes between two segments that are no marker are passed over, as
   * everybody does: they hold no pixels.
   *
   * @return its marker
   */
  int next() throws RejectedImageException {
    do {
      do {
        marker = reader.u8();
      } while (marker != 0xFF);
      while (marker == 0xFF) {
        marker = reader.u8();
      }
    } while (marker == 0);
    begin = reader.position();
    if (marker != END_OF_IMAGE) {
      if (marker < 0xC0 || (marker >= 0xD0 && marker <= START_OF_IMAGE)) {
        throw RejectedImageException.damaged(
            String.format(
                Locale.ROOT, "marker %02x at byte %d is out of place", marker, begin - 1));
      }
      int length = reader.u16();
      if (length < 2) {
        throw RejectedImageException.damaged(
            String.format(
                Locale.ROOT, "segment %02x at byte %d has length %d", marker, begin - 1, length));
      }
      reader.skip(length - 2L);
    }
    end = reader.position();
    return marker;
  }

  /**
   * Skips the entropy-coded data after a start of scan.
   *
   * @return how many bytes they are
   */
  int skipEntropyCoded() throws RejectedImageException {
    int data = end;
    for (int at = data; at < file.length - 1; at++) {
      int following = file[at + 1] & 0xFF;
      boolean stays = following == 0 || (following >= 0xD0 && following <= 0xD7);
      if (file[at] == (byte) 0xFF && following != 0xFF && !stays) {
        reader.skip(at - data);
        end = at;
        return at - data;
      }
    }
    throw RejectedImageException.truncated(
        "the JPEG file ends at byte %s, within a scan that begins at byte %s"
            .formatted(file.length, data));
  }

  /** Where the segment's bytes after the length begin. */
  int payload() {
    return begin + 2;
  }

  /** How many bytes there are after the length. */
  int payloadLength() {
    return marker == END_OF_IMAGE ? 0 : end - payload();
  }

  /** One byte after the length. */
  int payload(int index) throws RejectedImageException {
    if (index >= payloadLength()) {
      throw RejectedImageException.damaged(
          String.format(
              Locale.ROOT,
              "segment %02x at byte %d is too short: %d bytes",
              marker,
              begin - 1,
              payloadLength()));
    }
    return file[payload() + index] & 0xFF;
  }

  /** Whether the bytes after the length begin with an ASCII name. */
  boolean isNamed(String name) {
    if (payloadLength() < name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (file[payload() + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where the segment begins, its marker included. */
  int segmentBegin() {
    return begin - 2;
  }

  /** Where the segment ends, exclusive; after {@link #skipEntropyCoded}, where the scan ends. */
  int segmentEnd() {
    return end;
  }
}
