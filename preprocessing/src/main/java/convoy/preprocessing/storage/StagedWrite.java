// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.Unfinished.Purpose;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Writes a file or a folder beside its place and renames it when it is whole, so that a kill, a
 * full disk or an error leaves either what was there before or what is new, never a half.
 *
 * <p>Of several processes that write one folder at most one goes on. Each creates a hidden folder
 * beside the place, named after itself, and only then looks for others: whoever sees one gives up.
 * Two that begin in the same moment may both give up; they never both go on. What a killed process
 * left is cleared where it is known to have ended, which is on its own host alone; elsewhere the
 * next one stops and says what to delete. Of several that write one file, the last one stays.
 *
 * <p>This needs no lock of the file system, but one that lists what was just created, as HDFS,
 * local disks and S3 do; NFS may take seconds to. Object stores copy instead of renaming: a kill in
 * the last step can leave a part of the folder there, which its readers find incomplete.
 */
public final class StagedWrite {
  private static final int MOST_TRIES = 10;

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
     * Changes nothing.
     *
     * @throws BadInputException if something stands there and is not to be replaced, or another
     *     process is writing it
     */
    public void refuseExisting() throws IOException {
      refuseOtherWriters(null);
      refuseTaken();
    }

    private void refuseOtherWriters(Path own) throws IOException {
      for (Unfinished other : Unfinished.beside(files, path, Purpose.WRITING)) {
        if (!other.isAbandoned()
            && !(own != null && other.path().getName().equals(own.getName()))) {
          throw new BadInputException(
              "%s is being written by %s; wait for it, or if it has ended, delete %s"
                  .formatted(path, other.owner(), other.path()));
        }
      }
    }

    private void refuseTaken() throws IOException {
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

    /** Clears up after a process that was killed while it wrote or replaced the folder. */
    private void mend() throws IOException {
      clearAbandoned(files, path);
      for (Unfinished left : Unfinished.beside(files, path, Purpose.REPLACED)) {
        if (files.exists(path)) {
          files.delete(left.path(), true);
        } else if (!files.rename(left.path(), path)) {
          throw new IOException("cannot bring back " + path + " from " + left.path());
        }
      }
    }
  }

  /**
   * Creates a folder whole.
   *
   * @throws BadInputException if something stands there and is not to be replaced, or another
   *     process is writing it
   * @throws UnwritableException if a local disk fails or is full
   */
  public static void folder(Folder target, Writer<Path> writer) throws IOException {
    target.refuseExisting();
    Path staged = Unfinished.name(target.path(), Purpose.WRITING);
    try {
      target.files().mkdirs(staged);
      target.refuseOtherWriters(staged);
      target.mend();
      target.refuseTaken();
      writer.write(staged);
      target.refuseTaken();
      publish(target.files(), staged, target.path());
    } catch (FSError e) {
      throw new UnwritableException(target.path(), e);
    } finally {
      discard(target.files(), staged);
    }
  }

  /**
   * Creates a file whole, or replaces one in a single step.
   *
   * @throws BadInputException if a folder stands there
   * @throws UnwritableException if it cannot be written; what stood there is there still
   */
  public static void file(FileSystem files, Path target, Writer<OutputStream> writer)
      throws IOException {
    FileSystem plain = withoutChecksums(files);
    if (plain.exists(target) && plain.getFileStatus(target).isDirectory()) {
      throw new BadInputException(target + " is a folder; name a file");
    }
    clearAbandoned(plain, target);
    Path staged = Unfinished.name(target, Purpose.WRITING);
    try {
      try (OutputStream out = plain.create(staged, true)) {
        writer.write(out);
      }
      replace(files, staged, target);
    } catch (IOException | FSError e) {
      throw new UnwritableException(target, e);
    } finally {
      discard(plain, staged);
    }
  }

  /**
   * Clears up even in a thread that was interrupted, which file systems refuse to serve, and once
   * more where a task that was given up created its file while its folder was emptied.
   */
  private static void discard(FileSystem files, Path staged) throws IOException {
    Uninterrupted.call(
        () -> {
          boolean there = files.exists(staged);
          for (int tries = 0; tries < MOST_TRIES && there; tries++) {
            files.delete(staged, true);
            there = files.exists(staged);
          }
          return there;
        });
  }

  /**
   * Refuses a file system on which {@link #file} cannot replace a file, so that a command can say
   * so before anything is there.
   *
   * @throws BadInputException if Hadoop has a {@code FileSystem} for the scheme, but no {@code
   *     AbstractFileSystem}, which alone renames over a file in one step
   */
  public static void requireReplacing(FileSystem files) {
    if (files instanceof LocalFileSystem) {
      return;
    }
    try {
      FileContext.getFileContext(files.getUri(), files.getConf());
    } catch (UnsupportedFileSystemException e) {
      throw new BadInputException(
          "%s cannot hold a run: files there cannot be replaced in one step, for which Hadoop's setting"
                  .formatted(files.getUri())
              + " fs.AbstractFileSystem.%s.impl is missing".formatted(files.getUri().getScheme()),
          e);
    }
  }

  /**
   * Hadoop keeps the checksums of a local file in a second file, and two files cannot be renamed in
   * one step: a kill in between leaves a whole file that nobody can read.
   */
  static FileSystem withoutChecksums(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  private static void replace(FileSystem files, Path staged, Path target) throws IOException {
    if (files instanceof LocalFileSystem local) {
      local.getRaw().delete(local.getChecksumFile(target), false); // of another version's file
      if (!local.getRaw().rename(staged, target)) {
        throw new IOException("cannot rename " + staged);
      }
    } else {
      FileContext.getFileContext(files.getUri(), files.getConf())
          .rename(staged, target, Options.Rename.OVERWRITE);
    }
  }

  private static void clearAbandoned(FileSystem files, Path target) throws IOException {
    for (Unfinished left : Unfinished.beside(files, target, Purpose.WRITING)) {
      if (left.isAbandoned()) {
        files.delete(left.path(), true);
      }
    }
  }

  /** No file system renames a folder onto one that is full, so what stands there steps aside. */
  private static void publish(FileSystem files, Path staged, Path target) throws IOException {
    Path old = Unfinished.name(target, Purpose.REPLACED);
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
}
