// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.decode.ImageFormat;
import convoy.preprocessing.decode.RejectReason;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * Where an image file lies: on its own, or as a stretch of a plain tar.
 *
 * @param path of the file or tar below the data set's root
 * @param id of the example
 * @param label of the example
 * @param offset of its first byte in the file
 * @param length in bytes
 */
record ImageFile(String path, String id, int label, long offset, long length)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final List<String> ENDINGS = ImageFormat.endings();

  /** More than this is no image that anyone trains on, and is not taken into memory. */
  private static final long MOST_BYTES = 256L << 20;

  /** Whether it is a file of its own and not a stretch of a tar, which begins with a header. */
  boolean standsAlone() {
    return offset == 0;
  }

  /**
   * Refuses an image that is too large to be taken into memory.
   *
   * @param length in bytes
   * @throws UnusableExampleException if it is
   */
  static void requireSize(String id, long length) {
    if (length > MOST_BYTES) {
      throw new UnusableExampleException(
          id,
          RejectReason.FILE_TOO_LARGE,
          String.format(
              Locale.ROOT, "has %,d bytes; an image has at most %,d", length, MOST_BYTES));
    }
  }

  /**
   * Whether a file of that name is taken for an image; what it is shows when it is decoded. Cameras
   * write {@code _DSC0001.JPG}: what begins with underscores is hidden only if it is no image.
   */
  static boolean isImage(String name) {
    String plain = name.replaceFirst("^_+", "");
    String ending = plain.substring(plain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return plain.indexOf('.') > 0 && ENDINGS.contains(ending);
  }

  /** Whether a name marks what Hadoop or the system keeps for itself, such as _SUCCESS. */
  static boolean isHidden(String name) {
    return name.isEmpty() || name.startsWith(".") || name.startsWith("_");
  }
}
