// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that a task on an executor writes. Two attempts at the same file do not disturb each
 * other: each writes a hidden one of its own, and the first to finish gives it the name. A task
 * that was killed leaves its half behind; whoever ran the tasks calls {@link #clearOthers}. The
 * folder must be there: a task that outlives its job does not make it anew.
 */
public final class AttemptedFile {
  private AttemptedFile() {}

  /** What fills a file that is not there yet. */
  @FunctionalInterface
  public interface Writer<T> {
    T write(NewFile attempt) throws IOException;
  }

  /**
   * Writes a file whole.
   *
   * @return what the writer gives
   * @throws UnwritableException if it cannot be written
   */
  public static <T> T write(FileSystem files, Path target, Writer<T> writer) throws IOException {
    FileSystem plain = StagedWrite.withoutChecksums(files);
    Path attempt = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    try {
      T written = writer.write(new NewFile(plain, attempt));
      if (!plain.rename(attempt, target) && !plain.exists(target)) {
        throw new IOException("cannot rename " + attempt + " to " + target);
      }
      return written;
    } catch (IOException | FSError e) {
      throw new UnwritableException(target, e);
    } finally {
      plain.delete(attempt, false);
    }
  }

  /**
   * Deletes what killed tasks left in a folder, which no one would read or clear.
   *
   * @param names of the files that tasks have written there
   */
  public static void clearOthers(FileSystem files, Path folder, Set<String> names)
      throws IOException {
    for (FileStatus file : files.listStatus(folder)) {
      if (!names.contains(file.getPath().getName())) {
        files.delete(file.getPath(), false);
      }
    }
  }
}
