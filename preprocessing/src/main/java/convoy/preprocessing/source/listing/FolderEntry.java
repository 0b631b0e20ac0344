// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source.listing;

/**
 * One name of a folder. A link is the file or folder that it leads to, if it is followed.
 *
 * @param name without its folder; of a name that is no text, its bytes: {@code caf\xE9.jpg}
 * @param length bytes of a file; 0 of anything else
 * @param link whether the name is a symbolic link
 */
public record FolderEntry(String name, Kind kind, long length, boolean link) {
  /** What stands under a name. */
  public enum Kind {
    /** A regular file. */
    FILE("files"),
    /** A folder. */
    FOLDER("folders"),
    /** A file or link whose name is no text that Java could open it by. */
    UNREADABLE_NAME("files whose names are no UTF-8"),
    /** A folder of such a name. */
    UNREADABLE_FOLDER_NAME("folders whose names are no UTF-8"),
    /** Text in UTF-8, but Java was started in a locale that is not. */
    LOCALE("names beyond ASCII, which Java cannot open in this locale (set LC_ALL=C.UTF-8)"),
    /** A link to a file outside of the data set, which is not followed. */
    OUTWARD_LINK("links to files outside"),
    /** A link to a folder outside of the data set, which is not followed. */
    OUTWARD_FOLDER("links to folders outside"),
    /** A link to nothing, or to what may not be looked at. */
    BROKEN_LINK("links to nothing"),
    /** A link to the folder that it stands in, or to one above. */
    CIRCLE("links to a folder above them"),
    /** A pipe, socket or device: opening it may wait for ever. */
    SPECIAL("pipes, sockets or devices");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    /** Several of them, for counts. */
    public String plural() {
      return plural;
    }
  }

  static FolderEntry of(String name, Kind kind) {
    return new FolderEntry(name, kind, 0, false);
  }

  public boolean isFile() {
    return kind == Kind.FILE;
  }

  public boolean isFolder() {
    return kind == Kind.FOLDER;
  }

  /** Whether it is a link behind which there is nothing of its own. */
  public boolean isDead() {
    return kind == Kind.BROKEN_LINK || kind == Kind.CIRCLE;
  }

  /** Whether it would be a folder if it could be opened, or is one. */
  public boolean leadsToFolder() {
    return switch (kind) {
      case FOLDER, UNREADABLE_FOLDER_NAME, OUTWARD_FOLDER, CIRCLE -> true;
      case FILE, UNREADABLE_NAME, LOCALE, OUTWARD_LINK, BROKEN_LINK, SPECIAL -> false;
    };
  }

  /** Whether the name marks what Hadoop or the system keeps for itself, such as _SUCCESS. */
  public boolean isHidden() {
    return isHidden(name);
  }

  /** The same of any name. */
  public static boolean isHidden(String name) {
    return name.isEmpty() || name.startsWith(".") || name.startsWith("_");
  }
}
