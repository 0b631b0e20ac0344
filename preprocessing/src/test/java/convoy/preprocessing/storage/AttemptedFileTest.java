// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptedFileTest {
  @TempDir Path temporary;

  /** A file system that cannot refuse to make folders, as some stores are. */
  public static final class Plain extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("plain:///");
    }

    @Override
    public FSDataOutputStream createNonRecursive(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        EnumSet<CreateFlag> flags,
        int buffer,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      throw new IOException("createNonRecursive unsupported for this filesystem " + getClass());
    }
  }

  private org.apache.hadoop.fs.Path at(String scheme, String name) {
    return new org.apache.hadoop.fs.Path(scheme + ":" + temporary.resolve(name));
  }

  private static int write(org.apache.hadoop.fs.Path target) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.plain.impl", Plain.class, FileSystem.class);
    return AttemptedFile.write(
        target.getFileSystem(hadoop),
        target,
        attempt -> {
          try (var out = attempt.create()) {
            out.write(7);
          }
          return 1;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "plain"})
  void aFileIsWrittenWholeWithNothingBesideIt(String scheme) throws IOException {
    Files.createDirectory(temporary.resolve("folder"));

    assertThat(write(at(scheme, "folder/part"))).isEqualTo(1);
    write(at(scheme, "folder/part")); // a second attempt, as a task that is run twice makes it

    assertThat(temporary.resolve("folder/part")).hasBinaryContent(new byte[] {7});
    assertThat(temporary.resolve("folder")).isDirectoryNotContaining("glob:**.*part*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "plain"})
  void aFolderThatIsGoneIsNotMadeAnew(String scheme) {
    assertThatThrownBy(() -> write(at(scheme, "gone/part")))
        .isInstanceOf(UnwritableException.class)
        .hasMessageContaining("gone/part");
    assertThat(temporary).isEmptyDirectory();
  }

  /** The driver publishes the folder while a duplicate of a task is half way. */
  @Test
  void anAttemptInAFolderThatWasRenamedGetsNoName() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("staged"));
    Path published = temporary.resolve("published");
    org.apache.hadoop.fs.Path target = at("file", "staged/part");

    assertThatThrownBy(
            () ->
                AttemptedFile.write(
                    target.getFileSystem(new Configuration()),
                    target,
                    attempt -> {
                      try (var out = attempt.create()) {
                        out.write(7);
                      }
                      Files.move(folder, published);
                      return 1;
                    }))
        .isInstanceOf(UnwritableException.class);
    assertThat(folder).doesNotExist();
    assertThat(published.resolve("part")).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws IOException {
    Files.writeString(temporary.resolve("part"), "one");
    FileSystem files = at("file", "part").getFileSystem(new Configuration());
    NewFile file = new NewFile(StagedWrite.withoutChecksums(files), at("file", "part"));

    assertThatThrownBy(file::create).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.createOrOverwrite(1)).isInstanceOf(IOException.class);
    assertThat(temporary.resolve("part")).hasContent("one");
    assertThat(Set.of(file.supportsBlockSize(), file.getPath().endsWith("part")))
        .containsExactlyInAnyOrder(false, true);
  }
}
