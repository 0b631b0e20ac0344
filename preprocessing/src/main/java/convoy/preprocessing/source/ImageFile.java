// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.decode.ImageFormat;
import convoy.preprocessing.decode.RejectReason;
import convoy.preprocessing.source.listing.FolderEntry;
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
 * @param unusable why it is not even opened; null if it is
 */
record ImageFile(String path, String id, int label, long offset, long length, Unusable unusable)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final List<String> ENDINGS = ImageFormat.endings();

  /** Every ending of an image's name, for messages. */
  static final String KNOWN_ENDINGS =
      "."
          + String.join(", .", ENDINGS.subList(0, ENDINGS.size() - 1))
          + " or ."
          + ENDINGS.get(ENDINGS.size() - 1);

  /**
   * Why a file is not opened.
   *
   * @param detail one line for people
   */
  record Unusable(RejectReason reason, String detail) implements Serializable {
    /** Of what stands in a folder under the name of an image; null for a file. */
    static Unusable of(FolderEntry entry) {
      return switch (entry.kind()) {
        case FILE -> null;
        case UNREADABLE_NAME, UNREADABLE_FOLDER_NAME ->
            new Unusable(
                RejectReason.UNUSABLE_NAME,
                "has a name that is no UTF-8, which Java cannot open; rename it, for example with convmv");
        case LOCALE ->
            new Unusable(
                RejectReason.UNUSABLE_NAME,
                "has a name beyond ASCII, which Java cannot open in this locale; set LC_ALL=C.UTF-8");
        case OUTWARD_LINK, OUTWARD_FOLDER ->
            new Unusable(
                RejectReason.OUTSIDE,
                "is a link that leads out of the data set's folder; links=follow behind the source follows such links");
        case BROKEN_LINK, CIRCLE ->
            new Unusable(RejectReason.UNREADABLE, "is a link to nothing that can be read");
        case FOLDER, SPECIAL ->
            new Unusable(RejectReason.NO_FILE, "is a pipe, socket, device or folder, and no file");
      };
    }
  }

  /** An image that is opened. */
  ImageFile(String path, String id, int label, long offset, long length) {
    this(path, id, label, offset, length, null);
  }

  /**
   * An entry of a folder whose name is an image's.
   *
   * @param below the folder, with a slash at the end
   */
  static ImageFile of(String below, FolderEntry entry, String id, int label) {
    return new ImageFile(below + entry.name(), id, label, 0, entry.length(), Unusable.of(entry));
  }

  /** The same image under another id, with a label. */
  ImageFile withClass(String newId, int newLabel) {
    return new ImageFile(path, newId, newLabel, offset, length, unusable);
  }

  /** Whether an entry of a folder is an image by its name: a file, or in the place of one. */
  static boolean isImage(FolderEntry entry) {
    return !entry.leadsToFolder() && isImage(entry.name());
  }

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
              Locale.ROOT,
              "has %,d bytes; an image has at most %,d: save it smaller, or take it out",
              length,
              MOST_BYTES));
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
}
