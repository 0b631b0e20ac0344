// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
  @TempDir Path temporary;

  private Path folder;

  @BeforeEach
  void name() throws IOException {
    folder = temporary.toRealPath().resolve("home/.javacpp/cache");
  }

  private NativeCache cache(String mounts) throws IOException {
    Path proc = Files.createDirectories(temporary.resolve("root/proc/self"));
    Files.writeString(proc.resolve("mountinfo"), mounts);
    return new NativeCache(new ProcFiles(temporary.resolve("root")), Prerequisites.user());
  }

  private static String mount(String folder, String options) {
    return "36 35 98:0 / %s %s - ext4 /dev/sda rw\n"
        .formatted(folder.replace(" ", "\\040"), options);
  }

  private static String permissions(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }

  @Test
  void aFolderThatIsMissingIsCreatedForTheUserAlone() throws IOException {
    assertThat(cache("").first(List.of(folder))).isEqualTo(folder);

    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.getParent())).isEqualTo("rwx------");
  }

  @Test
  void aFolderOfTheUsersIsClosedToOthers() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThat(cache("").first(List.of(folder))).isEqualTo(folder);
    assertThat(permissions(folder)).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatEveryoneCouldFillIsNotTrusted() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path other = folder.resolveSibling("other");

    assertThat(cache("").first(List.of(folder, other))).isEqualTo(other);
  }

  @Test
  void aFolderOfSomebodyElseIsNotTrusted() throws IOException {
    Files.createDirectories(folder);
    NativeCache others = new NativeCache(new ProcFiles(temporary), Prerequisites.user() + 1);

    assertThatThrownBy(() -> others.first(List.of(folder)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            folder + " belongs to another user", NativeCache.PROPERTY, "JAVA_TOOL_OPTIONS")
        .message()
        .hasLineCount(1);
  }

  @Test
  void aFileSystemWithoutExecutionIsPassedOver() throws IOException {
    Path home = folder.getParent().getParent();
    Path other = home.resolveSibling("with space");
    NativeCache cache =
        cache(
            mount("/", "rw")
                + mount(home.toString(), "rw")
                + mount(home.toString(), "rw,nosuid,noexec,relatime")
                + mount(home.resolveSibling("hom").toString(), "rw"));

    assertThat(cache.isNoExec(folder)).isTrue();
    assertThat(cache.isNoExec(home.getParent())).isFalse();
    assertThat(cache.first(List.of(folder, other))).isEqualTo(other);
    assertThat(cache(mount("/", "rw,noexec") + mount(other.toString(), "rw")).isNoExec(other))
        .isFalse();
  }

  @Test
  void aPlaceThatIsNoFolderIsNamed() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");

    assertThatThrownBy(() -> cache("").first(List.of(file, file.resolve("below"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(file + " cannot be used", file.resolve("below").toString());
  }
}
