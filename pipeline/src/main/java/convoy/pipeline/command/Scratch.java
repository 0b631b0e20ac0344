// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A local folder that a benchmark writes shards into, deleted when it is closed. */
record Scratch(FileSystem files, Path folder) implements Closeable {
  private static final String NAME = "convoy-bench";

  /**
   * Creates one.
   *
   * @param below existing folder; null for the system's temporary one
   */
  static Scratch create(java.nio.file.Path below, Configuration hadoop) throws IOException {
    java.nio.file.Path created =
        below == null ? Files.createTempDirectory(NAME) : Files.createTempDirectory(below, NAME);
    Path folder = new Path(created.toUri());
    return new Scratch(folder.getFileSystem(hadoop), folder);
  }

  /** Where shards go; not there yet. */
  Path shards() {
    return new Path(folder, "shards");
  }

  @Override
  public void close() throws IOException {
    files.delete(folder, true);
  }
}
