// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import convoy.preprocessing.BadInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Writes a file or a folder beside its place and renames it when it is whole, so that a kill, a
 * full disk or an error leaves either what was there before or what is new, never a half.
 */
public final class StagedWrite {
  private static final String WRITING = "writing";
  private static final String REPLACED = "replaced";

  private StagedWrite() {}

  /** What fills a new folder or file. */
  @FunctionalInterface
  public interface Writer<T> {
    void write(T place) throws IOException;
  }

  /**
   * A folder to be written.
   *
   * @param marker file that every folder of this kind holds: a folder without it is something else,
   *     and is never replaced
   * @param overwrite whether a folder of this kind that stands there already is replaced
   */
  public record Folder(FileSystem files, Path path, String marker, boolean overwrite) {
    /**
     * Refuses a place that is taken, so that a command can say so before it works for an hour.
     *
     * @throws BadInputException if something stands there and is not to be replaced
     */
    public void refuseExisting() throws IOException {
      mend(this);
      if (files.exists(path) && !overwrite) {
        throw new BadInputException(
            "%s exists already; name another folder, or give --overwrite to replace it"
                .formatted(path));
      }
      if (files.exists(path) && !files.exists(new Path(path, marker))) {
        throw new BadInputException(
            "%s is not replaced: it holds no %s, so it is something else".formatted(path, marker));
      }
    }
  }

  /**
   * Creates a folder whole.
   *
   * @throws BadInputException if something stands there and is not to be replaced
   */
  public static void folder(Folder target, Writer<Path> writer) throws IOException {
    target.refuseExisting();
    Path staged = beside(target.path(), WRITING);
    try {
      target.files().mkdirs(staged);
      writer.write(staged);
      publish(target.files(), staged, target.path());
    } finally {
      target.files().delete(staged, true);
    }
  }

  /**
   * Creates a file whole, or replaces one in a single step.
   *
   * @throws BadInputException if a folder stands there
   */
  public static void file(FileSystem files, Path target, Writer<OutputStream> writer)
      throws IOException {
    if (files.exists(target) && files.getFileStatus(target).isDirectory()) {
      throw new BadInputException(target + " is a folder; name a file");
    }
    for (FileStatus left : leftBeside(files, target, WRITING)) {
      files.delete(left.getPath(), true);
    }
    Path staged = beside(target, WRITING);
    try {
      try (OutputStream out = files.create(staged, true)) {
        writer.write(out);
      }
      FileContext.getFileContext(files.getUri(), files.getConf())
          .rename(staged, target, Options.Rename.OVERWRITE);
    } finally {
      files.delete(staged, true);
    }
  }

  /** No file system renames a folder onto one that is full, so what stands there steps aside. */
  private static void publish(FileSystem files, Path staged, Path target) throws IOException {
    Path old = beside(target, REPLACED);
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

  /** Clears up after a process that was killed while it wrote or replaced the folder. */
  private static void mend(Folder target) throws IOException {
    FileSystem files = target.files();
    for (FileStatus left : leftBeside(files, target.path(), WRITING)) {
      files.delete(left.getPath(), true);
    }
    for (FileStatus left : leftBeside(files, target.path(), REPLACED)) {
      if (files.exists(target.path())) {
        files.delete(left.getPath(), true);
      } else if (!files.rename(left.getPath(), target.path())) {
        throw new IOException("cannot bring back " + target.path() + " from " + left.getPath());
      }
    }
  }

  private static FileStatus[] leftBeside(FileSystem files, Path target, String purpose)
      throws IOException {
    try {
      return files.listStatus(
          target.getParent(),
          path -> path.getName().startsWith("." + target.getName() + "." + purpose + "-"));
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
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
