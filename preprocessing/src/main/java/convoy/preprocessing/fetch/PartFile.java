// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.fetch;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The part of a download that has come. In a folder that others can write to, a link of that name
 * would lead the bytes into a file of the user's: no link is followed, and a file that is not there
 * is created by this process or not at all.
 */
record PartFile(Path path) {
  /**
   * How many bytes have come.
   *
   * @return 0 where there is no such file
   * @throws BadInputException if a link or a folder has the file's name
   */
  long size() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    boolean linked =
        !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            || !Integer.valueOf(1)
                .equals(Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
    if (linked) {
      throw new BadInputException(
          "%s is a link or a folder, not a download that was broken off; remove it"
              .formatted(path));
    }
    return Files.size(path);
  }

  /** Opens the file to go on at its end; from 0 on anew. */
  OutputStream open(long from) throws IOException {
    if (size() > 0 && from > 0) {
      return Files.newOutputStream(
          path, StandardOpenOption.APPEND, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
    Files.deleteIfExists(path);
    return Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  Digests digests() throws IOException {
    return Digests.of(path, LinkOption.NOFOLLOW_LINKS);
  }

  void delete() throws IOException {
    Files.delete(path);
  }

  /** Gives the whole file its name; a link of that name is replaced, not followed. */
  Path finish(Path target) throws IOException {
    return Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
