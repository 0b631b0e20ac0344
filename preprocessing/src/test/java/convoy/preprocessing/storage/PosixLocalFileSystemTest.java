// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PosixLocalFileSystemTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path temporary;

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static org.apache.hadoop.fs.Path hadoop(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private static FileSystem files() throws IOException {
    return FileSystem.get(URI.create("file:///"), HADOOP);
  }

  @Test
  void testsOpenLocalFilesByIt() throws IOException {
    assertThat(files()).isInstanceOf(PosixLocalFileSystem.class);
  }

  /** Files and folders have the permissions that Hadoop's own gives them. */
  @ParameterizedTest
  @ValueSource(strings = {"022", "077", "002"})
  void whatItMakesHasThePermissionsOfHadoopsOwn(String umask) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.permissions.umask-mode", umask);
    for (LocalFileSystem files :
        new LocalFileSystem[] {new PosixLocalFileSystem(), new LocalFileSystem()}) {
      files.initialize(URI.create("file:///"), hadoop);
      Path folder = temporary.resolve(files.getClass().getSimpleName());
      files.mkdirs(hadoop(folder.resolve("inner")));
      files.create(hadoop(folder.resolve("inner/file"))).close();
    }

    Path own = temporary.resolve("PosixLocalFileSystem");
    Path hadoops = temporary.resolve("LocalFileSystem");
    for (String name : new String[] {"", "inner", "inner/file", "inner/.file.crc"}) {
      assertThat(permissions(own.resolve(name))).isEqualTo(permissions(hadoops.resolve(name)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rwxrwxrwx", "r--------"})
  void permissionsAreSet(String permission) throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    files().setPermission(hadoop(file), FsPermission.valueOf("-" + permission));

    assertThat(permissions(file)).isEqualTo(permission);
  }

  /** Java's own names of permissions leave it out. */
  @Test
  void theStickyBitIsSetToo() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("folder"));

    files().setPermission(hadoop(folder), new FsPermission((short) 01777));

    assertThat((int) Files.getAttribute(folder, "unix:mode") & 01777).isEqualTo(01777);
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThatThrownBy(
            () ->
                files()
                    .setPermission(
                        hadoop(temporary.resolve("none")), FsPermission.getFileDefault()))
        .isInstanceOfAny(NoSuchFileException.class, FileNotFoundException.class);
  }

  @Test
  void aFileSystemThatSomebodyNamedIsKept() {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.file.impl", "org.example.Mine");

    PosixLocalFileSystem.use(hadoop);

    assertThat(hadoop.get("fs.file.impl")).isEqualTo("org.example.Mine");
  }
}
