// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a file or a folder beside its place and renames it when it is whole, so that a kill, a
 * full disk or an error leaves either what was there before or what is new, never a half.
 */
public final class StagedWrite {
  private StagedWrite() {}

  /** What fills a new folder or file. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(T place) throws IOException;
  }

  /**
   * Creates a folder whole.
   *
   * @param overwrite whether a folder that stands there already is replaced
   * @throws BadInputException if it stands there already and is not to be replaced
   */
  public static void folder(FileSystem files, Path target, boolean overwrite, Writer<Path> writer)
      throws IOException {
    refuseExisting(files, target, overwrite);
    Path staged = beside(target, "writing");
    try {
      files.mkdirs(staged);
      writer.write(staged);
      publish(files, staged, target);
    } finally {
      files.delete(staged, true);
    }
  }

  /** Creates or replaces a file whole. */
  public static void file(FileSystem files, Path target, Writer<OutputStream> writer)
      throws IOException {
    Path staged = beside(target, "writing");
    try {
      try (OutputStream out = files.create(staged, true)) {
        writer.write(out);
      }
      publish(files, staged, target);
    } finally {
      files.delete(staged, true);
    }
  }

  /**
   * Refuses a place that is taken, so that a command can say so before it works for an hour.
   *
   * @throws BadInputException if something stands there and is not to be replaced
   */
  public static void refuseExisting(FileSystem files, Path target, boolean overwrite)
      throws IOException {
    if (!overwrite && files.exists(target)) {
      throw new BadInputException(
          "%s exists already; name another folder, or give --overwrite to replace it"
              .formatted(target));
    }
  }

  /** Most file systems do not rename onto something, so what stands there steps aside first. */
  private static void publish(FileSystem files, Path staged, Path target) throws IOException {
    Path old = beside(target, "replaced");
    boolean replaces = files.exists(target);
    if (replaces && !files.rename(target, old)) {
      throw new IOException("cannot move " + target + " aside to replace it");
    }
    if (!files.rename(staged, target)) {
      if (replaces) {
        files.rename(old, target);
      }
      throw new IOException("cannot rename " + staged + " to " + target);
    }
    if (replaces) {
      files.delete(old, true);
    }
  }

  private static Path beside(Path target, String purpose) {
    return new Path(
        target.getParent(),
        "."
            + target.getName()
            + "."
            + purpose
            + "-"
            + UUID.randomUUID().toString().substring(0, 8));
  }
}
