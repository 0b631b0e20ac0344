// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import convoy.pipeline.folder.RunFolder.IfExists;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir private Path folder;

  private RunFolder run(String place) throws IOException {
    Files.createDirectories(folder.resolve(place));
    Files.createFile(folder.resolve(place).resolve("config.conf"));
    return RunFolder.open(folder.resolve(place).toString(), new Configuration());
  }

  private void train(String place) throws IOException {
    Path checkpoints = Files.createDirectories(folder.resolve(place).resolve("checkpoints"));
    Files.createFile(checkpoints.resolve("epoch-0001-val-0.5000.zip"));
  }

  private static List<String> names(List<RunFolder> members) {
    return members.stream().map(member -> member.path().getName()).toList();
  }

  @Test
  void membersAreListedByNumberOnceTheyHaveACheckpoint() throws IOException {
    RunFolder run = run("run");
    assertThat(run.members()).isEmpty();
    assertThat(run.lastMember()).isEqualTo(1);

    train("run");
    assertThat(names(run.members())).containsExactly("run");

    for (String member : List.of("100", "02", "11", "03")) {
      run("run/members/" + member);
    }
    for (String trained : List.of("100", "02", "11", ".03.replaced", "best")) {
      train("run/members/" + trained);
    }
    assertThat(names(run.members())).containsExactly("run", "02", "11", "100");
    assertThat(names(run.members().get(1).members())).containsExactly("02");
    assertThat(run.lastMember()).isEqualTo(100);
  }

  @Test
  void credentialsAreNotWritten() throws IOException {
    RunFolder run = run("run");
    run.write(run.provenance(), "{\"shards\": \"s3a://KEY:SECRET@bucket/x\", \"a\": \"b@c\"}");

    assertThat(run.read(run.provenance()))
        .hasValue("{\"shards\": \"s3a://***@bucket/x\", \"a\": \"b@c\"}");
  }

  @Test
  void aMemberNamesThePlacesInItsRunSoThatBothCanBeMoved() throws IOException {
    RunFolder run = run("run");
    RunFolder member = run("run/members/02");
    RunFolder stranger = run("other/members/02"); // other is no run

    assertThat(MemberFolders.relative(run, run.shards())).isEqualTo("shards");
    assertThat(MemberFolders.relative(member, member.shards())).isEqualTo("shards");
    assertThat(MemberFolders.relative(member, run.shards())).isEqualTo("../../shards");
    assertThat(new org.apache.hadoop.fs.Path(member.path(), "../../shards"))
        .isEqualTo(run.shards());
    assertThat(MemberFolders.relative(stranger, run.shards())).isEqualTo(run.shards().toString());
    org.apache.hadoop.fs.Path beside =
        new org.apache.hadoop.fs.Path(stranger.path().getParent().getParent(), "shards");
    assertThat(MemberFolders.relative(stranger, beside)).isEqualTo(beside.toString());
  }

  /** Is killed when it begins to delete something. */
  private static final class Killed extends RawLocalFileSystem {
    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      if (exists(path)) {
        throw new IOException("the process was killed");
      }
      return false;
    }
  }

  @Test
  void aReplacedRunThatIsHalfDeletedIsNeverBroughtBack() throws IOException {
    org.apache.hadoop.fs.Path place = run("run").path();
    ReplacedRun replaced = new ReplacedRun(FileSystem.getLocal(new Configuration()), place);
    FileSystem killed = new Killed();
    killed.initialize(URI.create("file:///"), new Configuration());
    replaced.setAside();
    assertThat(folder.resolve("run")).doesNotExist();

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> new ReplacedRun(killed, place).forget())
        .withMessage("the process was killed");
    replaced.bringBack();
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(folder.resolve(".run.discarded")).exists();

    run("run");
    replaced.setAside();
    assertThat(folder.resolve(".run.discarded")).doesNotExist();
    replaced.bringBack();
    assertThat(folder.resolve("run/config.conf")).exists();

    replaced.setAside();
    replaced.forget();
    assertThat(folder).isEmptyDirectory();
  }

  /** Local files under another scheme, for which Hadoop has no {@code AbstractFileSystem}. */
  public static final class Xyz extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("xyz:///");
    }
  }

  @Test
  void aFileSystemThatCannotReplaceFilesIsRefusedBeforeAnythingIsThere() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.xyz.impl", Xyz.class, FileSystem.class);

    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> RunFolder.begin("xyz:" + folder.resolve("run"), IfExists.REFUSE, hadoop))
        .withMessageContaining("fs.AbstractFileSystem.xyz.impl is missing");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aMemberThatWasBegunGoesOnAndAnyOtherBegins() throws IOException {
    RunFolder run = run("run");
    run("run/members/02");
    Files.createDirectories(folder.resolve("run/members/03"));

    assertThat(run.member(2).resumes()).isTrue();
    assertThat(run.member(3).resumes()).isFalse();
    assertThat(run.member(4).resumes()).isFalse();
    assertThat(run.member(123).path().getName()).isEqualTo("123");
  }
}
