// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source.listing;

import convoy.preprocessing.source.listing.FolderEntry.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lists a folder of this machine whole. Hadoop's local file system leaves every name out that it
 * cannot open, a name that is not UTF-8 or a link to nowhere, and says nothing; it takes pipes for
 * files and follows every link.
 *
 * @param root the data set's folder, without links in its path
 * @param followLinks whether links that lead out of it are followed
 */
record LocalFolder(Path root, boolean followLinks) {
  /** Every name of the folder, in no order. */
  List<FolderEntry> entries(Path folder) throws IOException {
    List<FolderEntry> entries = new ArrayList<>();
    Path real = folder.toRealPath();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
      for (Path path : names) {
        entry(path, real).ifPresent(entries::add);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Nothing of what has gone since the folder was listed. */
  private Optional<FolderEntry> entry(Path path, Path folder) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!isText(path.getFileName())) {
      return Optional.of(unreadable(path, found.isDirectory()));
    }
    String name = path.getFileName().toString();
    if (!found.isSymbolicLink()) {
      return Optional.of(entry(name, found, false));
    }
    Path target;
    try {
      target = path.toRealPath();
      found = Files.readAttributes(target, BasicFileAttributes.class);
    } catch (IOException e) {
      return Optional.of(FolderEntry.of(name, Kind.BROKEN_LINK));
    }
    if (found.isDirectory() && folder.startsWith(target)) {
      return Optional.of(FolderEntry.of(name, Kind.CIRCLE));
    }
    if (followLinks || target.startsWith(root)) {
      return Optional.of(entry(name, found, true));
    }
    return Optional.of(
        FolderEntry.of(name, found.isDirectory() ? Kind.OUTWARD_FOLDER : Kind.OUTWARD_LINK));
  }

  private static FolderEntry entry(String name, BasicFileAttributes found, boolean link) {
    Kind kind =
        found.isDirectory() ? Kind.FOLDER : found.isRegularFile() ? Kind.FILE : Kind.SPECIAL;
    return new FolderEntry(name, kind, kind == Kind.FILE ? found.size() : 0, link);
  }

  /** Whether the file can be found again by its name as text. */
  private static boolean isText(Path name) {
    try {
      return name.getFileSystem().getPath(name.toString()).equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static FolderEntry unreadable(Path path, boolean folder) {
    byte[] bytes = nameBytes(path);
    try {
      // Throws where the bytes are no UTF-8.
      String name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return FolderEntry.of(name, Kind.LOCALE);
    } catch (CharacterCodingException e) {
      StringBuilder name = new StringBuilder();
      for (byte b : bytes) {
        name.append(b < 0 ? String.format(Locale.ROOT, "\\x%02X", b) : String.valueOf((char) b));
      }
      return FolderEntry.of(
          name.toString(), folder ? Kind.UNREADABLE_FOLDER_NAME : Kind.UNREADABLE_NAME);
    }
  }

  /** As Java shows the bytes of a name: in a URI, percent-encoded. */
  private static byte[] nameBytes(Path path) {
    String uri = path.toUri().getRawPath().replaceFirst("/$", "");
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%') {
        bytes.write(Integer.parseInt(name.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(name.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
