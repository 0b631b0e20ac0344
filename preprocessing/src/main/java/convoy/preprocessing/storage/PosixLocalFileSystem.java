// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, which sets permissions itself: where Hadoop's native library is
 * missing, as it is nearly everywhere, Hadoop's own starts a process, chmod, for every file and
 * folder that it makes.
 */
public final class PosixLocalFileSystem extends LocalFileSystem {
  /** Found by Hadoop by its name. */
  public PosixLocalFileSystem() {
    super(new Raw());
  }

  /** Lets a configuration open local files by it, unless it names another. */
  public static void use(Configuration hadoop) {
    hadoop.setIfUnset("fs.file.impl", PosixLocalFileSystem.class.getName());
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (permission.getStickyBit()) {
        super.setPermission(path, permission); // Java has no name for it
      } else {
        Files.setPosixFilePermissions(
            java.nio.file.Path.of(makeQualified(path).toUri().getPath()),
            PosixFilePermissions.fromString(permission.toString()));
      }
    }
  }
}
