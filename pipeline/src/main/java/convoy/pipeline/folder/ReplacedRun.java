// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The run that stands where a new one is to be: kept beside it until the new one has its data, and
 * put back where the new one could not be begun.
 */
final class ReplacedRun {
  private final FileSystem files;
  private final Path folder;
  private final Path aside;
  private final Path discarded;

  /** The run in a folder, which need not be there. */
  ReplacedRun(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
    this.aside = new Path(folder.getParent(), "." + folder.getName() + ".replaced");
    this.discarded = new Path(folder.getParent(), "." + folder.getName() + ".discarded");
  }

  /** Moves the old run aside. */
  void setAside() throws IOException {
    files.delete(discarded, true);
    if (files.exists(aside)) {
      // What stands in its place was killed before it had its data.
      files.delete(folder, true);
      return;
    }
    if (!files.rename(folder, aside)) {
      throw new IOException("cannot move " + folder + " aside to replace it");
    }
  }

  /** Moves the old run back if the new one was killed before its folder existed. */
  void bringBack() throws IOException {
    if (!files.exists(folder) && files.exists(aside) && !files.rename(aside, folder)) {
      throw new IOException("cannot bring back " + folder + " from " + aside);
    }
  }

  /** Whether the old run is kept beside the new one. */
  boolean isKept() throws IOException {
    return files.exists(aside);
  }

  /** Deletes what there is of the new run, and moves the old one back. */
  void restore() throws IOException {
    files.delete(folder, true);
    bringBack();
  }

  /**
   * Deletes the old run: the new one has its data. It is renamed first, because a kill may leave a
   * part of what is deleted, and that is never to be brought back as a run.
   */
  void forget() throws IOException {
    files.delete(discarded, true);
    if (files.exists(aside) && !files.rename(aside, discarded)) {
      throw new IOException("cannot rename " + aside + " to " + discarded + " to delete it");
    }
    files.delete(discarded, true);
  }
}
