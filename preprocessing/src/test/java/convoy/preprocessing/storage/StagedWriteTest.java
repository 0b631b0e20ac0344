// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedWriteTest {
  @TempDir Path temporary;
  private FileSystem files;

  @BeforeEach
  void openFileSystem() throws IOException {
    files = FileSystem.getLocal(new Configuration());
  }

  private org.apache.hadoop.fs.Path at(String name) {
    return new org.apache.hadoop.fs.Path(temporary.resolve(name).toString());
  }

  private void file(String name, String text) throws IOException {
    StagedWrite.file(files, at(name), out -> out.write(text.getBytes(UTF_8)));
  }

  private void folder(String name, String text, boolean overwrite) throws IOException {
    StagedWrite.folder(
        new StagedWrite.Folder(files, at(name), "part", overwrite),
        staged -> {
          try (var out = files.create(new org.apache.hadoop.fs.Path(staged, "part"))) {
            out.write(text.getBytes(UTF_8));
          }
        });
  }

  private String read(String name) throws IOException {
    try (var in = files.open(at(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void aFileIsReplacedAndNothingIsLeftBeside() throws IOException {
    file("file", "one");
    file("file", "two");

    assertThat(read("file")).isEqualTo("two");
    assertThat(files.listStatus(at("."))).hasSize(1);
  }

  @Test
  void aFileThatCannotBeFinishedLeavesWhatWasThere() throws IOException {
    file("file", "one");

    assertThatThrownBy(
            () ->
                StagedWrite.file(
                    files,
                    at("file"),
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(read("file")).isEqualTo("one");
    assertThat(files.listStatus(at("."))).hasSize(1);
  }

  @Test
  void aFolderIsReplacedWhole() throws IOException {
    folder("folder", "one", false);
    assertThatThrownBy(() -> folder("folder", "two", false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("exists already");
    assertThat(read("folder/part")).isEqualTo("one");

    folder("folder", "two", true);
    assertThat(read("folder/part")).isEqualTo("two");
    assertThat(files.listStatus(at("."))).hasSize(1);
  }

  @Test
  void aFolderOfAnotherKindIsNeverReplaced() throws IOException {
    file("folder/thesis.txt", "years of work");

    assertThatThrownBy(() -> folder("folder", "two", true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not replaced");
    assertThatThrownBy(() -> file("folder", "two"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a folder");
    assertThat(read("folder/thesis.txt")).isEqualTo("years of work");
  }

  @Test
  void whatAKilledProcessLeftIsCleared() throws IOException {
    file(".folder.writing-12345678/part", "half");
    file(".file.writing-12345678", "half");
    file(".another.writing-12345678", "somebody else's");

    folder("folder", "one", false);
    file("file", "one");

    assertThat(files.listStatus(at(".")))
        .extracting(left -> left.getPath().getName())
        .containsExactlyInAnyOrder("folder", "file", ".another.writing-12345678");
  }

  @Test
  void aFolderWhoseReplacementWasKilledIsBroughtBack() throws IOException {
    file(".folder.replaced-12345678/part", "one");

    assertThatThrownBy(() -> folder("folder", "two", false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("exists already");
    assertThat(read("folder/part")).isEqualTo("one");

    file(".folder.replaced-12345678/part", "zero");
    folder("folder", "two", true);
    assertThat(read("folder/part")).isEqualTo("two");
    assertThat(files.listStatus(at("."))).hasSize(1);
  }

  @Test
  void aFolderThatCannotBeFinishedLeavesWhatWasThere() throws IOException {
    folder("folder", "one", false);

    assertThatThrownBy(
            () ->
                StagedWrite.folder(
                    new StagedWrite.Folder(files, at("folder"), "part", true),
                    staged -> {
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(read("folder/part")).isEqualTo("one");
    assertThat(files.listStatus(at("."))).hasSize(1);
  }
}
