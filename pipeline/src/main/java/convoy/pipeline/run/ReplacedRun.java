// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The run that stands where another one is to be: it steps aside until the new one has its data,
 * and comes back where the new one could not be begun or was killed before.
 */
final class ReplacedRun {
  private final FileSystem files;
  private final Path folder;
  private final Path aside;

  /** The run in a folder, which need not be there. */
  ReplacedRun(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
    this.aside = new Path(folder.getParent(), "." + folder.getName() + ".replaced");
  }

  /** Makes room. */
  void setAside() throws IOException {
    if (files.exists(aside)) {
      // What stands in its place was killed before it had its data.
      files.delete(folder, true);
      return;
    }
    if (!files.rename(folder, aside)) {
      throw new IOException("cannot move " + folder + " aside to replace it");
    }
  }

  /** Comes back from the side where a new run was killed before it stood in its place. */
  void bringBack() throws IOException {
    if (!files.exists(folder) && files.exists(aside) && !files.rename(aside, folder)) {
      throw new IOException("cannot bring back " + folder + " from " + aside);
    }
  }

  /** Comes back in place of a new run that could not be begun. */
  void restore() throws IOException {
    files.delete(folder, true);
    bringBack();
  }

  /** Is let go: the new run has its data. */
  void forget() throws IOException {
    files.delete(aside, true);
  }
}
