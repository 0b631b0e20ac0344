// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
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
        .isInstanceOf(UnwritableException.class)
        .hasMessageStartingWith("cannot write " + at("file") + ": the disk is full; ");
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
  void whatALivingProcessWritesStaysAndWhatAKilledOneLeftIsCleared() throws Exception {
    Process killed = new ProcessBuilder("sleep", "60").start();
    String owner = WritingProcess.of(killed.toHandle()).code();
    file(".folder.writing-12345678-" + owner + "/part", "half");
    file(".file.writing-12345678-" + owner, "half");
    file(".another.writing-12345678-" + owner, "something else's");

    assertThatThrownBy(() -> folder("folder", "one", false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "folder is being written by process " + killed.pid(),
            "delete",
            ".folder.writing-12345678-" + owner);
    file("file", "one");
    assertThat(names()).hasSize(4).doesNotContain("folder");

    killed.destroyForcibly().waitFor();
    folder("folder", "one", false);
    file("file", "two");
    assertThat(names())
        .containsExactlyInAnyOrder("folder", "file", ".another.writing-12345678-" + owner);
  }

  @Test
  void ofAProcessOnAnotherHostNothingIsKnown() throws IOException {
    WritingProcess elsewhere = new WritingProcess(1L << 40, 1, "node-7.example.org");
    assertThat(elsewhere.isDead()).isFalse();
    file(".folder.writing-12345678-" + elsewhere.code() + "/part", "half");

    assertThatThrownBy(() -> folder("folder", "one", true))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("process 1099511627776 on node-7.example.org")
        .hasMessageNotContaining("\n");
    assertThat(names()).hasSize(1);
  }

  @Test
  void aNumberThatWasGivenToAnotherProcessSaysThatItsOwnerEnded() {
    WritingProcess self = WritingProcess.current();

    assertThat(WritingProcess.parse(self.code())).contains(self);
    assertThat(self.isDead()).isFalse();
    assertThat(new WritingProcess(self.pid(), self.startSeconds() - 3600, self.host()).isDead())
        .isTrue();
    assertThat(WritingProcess.parse("12345678")).isEmpty();
  }

  @Test
  void aSecondWriterGivesUpAndTheFirstIsNotDisturbed() throws IOException {
    StagedWrite.folder(
        new StagedWrite.Folder(files, at("folder"), "part", false),
        staged -> {
          assertThatThrownBy(() -> folder("folder", "two", true))
              .isInstanceOf(BadInputException.class)
              .hasMessageContainingAll("is being written by process", staged.getName());
          try (var out = files.create(new org.apache.hadoop.fs.Path(staged, "part"))) {
            out.write("one".getBytes(UTF_8));
          }
        });

    assertThat(read("folder/part")).isEqualTo("one");
    assertThat(names()).containsExactly("folder");
  }

  @Test
  void whatCameMeanwhileIsNotReplaced() throws IOException {
    assertThatThrownBy(
            () ->
                StagedWrite.folder(
                    new StagedWrite.Folder(files, at("folder"), "part", false),
                    staged -> file("folder/part", "somebody else's")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("exists already");
    assertThat(read("folder/part")).isEqualTo("somebody else's");
    assertThat(names()).containsExactly("folder");
  }

  @Test
  void ofManyWritersAtOnceOneLeavesItsFolderWholeOrNone() throws Exception {
    int writers = 4;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      for (int round = 0; round < 50; round++) {
        String name = "folder" + round;
        CyclicBarrier start = new CyclicBarrier(writers);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          String text = "writer " + writer;
          work.add(() -> wins(start, name, text));
        }
        int winners = 0;
        for (Future<Boolean> won : threads.invokeAll(work)) {
          winners += won.get() ? 1 : 0;
        }
        assertThat(files.exists(at(name))).isEqualTo(winners > 0);
        if (winners > 0) {
          assertThat(files.listStatus(at(name))).hasSize(2);
          assertThat(read(name + "/part")).isEqualTo(read(name + "/another"));
        }
        folder(name, "a later one alone", true);
        assertThat(files.listStatus(at(name))).hasSize(1);
      }
      assertThat(names()).hasSize(50).allMatch(name -> name.startsWith("folder"));
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean wins(CyclicBarrier start, String name, String text) throws Exception {
    start.await();
    Thread.sleep(ThreadLocalRandom.current().nextInt(4)); // some at once, some not
    try {
      StagedWrite.folder(
          new StagedWrite.Folder(files, at(name), "part", true),
          staged -> {
            for (String file : List.of("part", "another")) {
              try (var out = files.create(new org.apache.hadoop.fs.Path(staged, file))) {
                out.write(text.getBytes(UTF_8));
              }
            }
          });
      return true;
    } catch (BadInputException e) {
      assertThat(e).hasMessageContaining("is being written by");
      return false;
    }
  }

  private List<String> names() throws IOException {
    return Arrays.stream(files.listStatus(at("."))).map(left -> left.getPath().getName()).toList();
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
