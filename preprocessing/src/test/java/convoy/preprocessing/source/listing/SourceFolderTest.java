// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.source.listing.FolderEntry.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFolderTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path temporary;

  private SourceFolder open(boolean followLinks) throws IOException {
    return SourceFolder.open(
        temporary.resolve("root").toString(), followLinks, "takes a folder", HADOOP);
  }

  private Path root() throws IOException {
    return Files.createDirectories(temporary.resolve("root"));
  }

  private static Map<String, Kind> kinds(SourceFolder folder, String below) throws IOException {
    return folder.entries(below).stream()
        .collect(Collectors.toMap(FolderEntry::name, FolderEntry::kind));
  }

  @Test
  void namesThatAreNoTextAreListedWithTheirBytes() throws IOException {
    URI folder = root().toUri();
    Files.createFile(Path.of(URI.create(folder + "caf%E9.jpg")));
    Files.createDirectory(Path.of(URI.create(folder + "z%FCrich")));
    Files.createFile(root().resolve("na\u00efve.jpg"));

    assertThat(kinds(open(false), ""))
        .containsOnly(
            Map.entry("caf\\xE9.jpg", Kind.UNREADABLE_NAME),
            Map.entry("z\\xFCrich", Kind.UNREADABLE_FOLDER_NAME),
            Map.entry("na\u00efve.jpg", Kind.FILE));
  }

  @Test
  void linksAreFollowedWithinTheFolderOnly() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("a.jpg"), "12345");
    Files.createDirectories(root().resolve("deep/er"));
    Files.writeString(root().resolve("deep/b.jpg"), "123");
    link("deep/inward.jpg", root().resolve("deep/b.jpg"));
    link("deep/outward.jpg", outside.resolve("a.jpg"));
    link("deep/up", Path.of("../../outside"));
    link("deep/self", Path.of("."));
    link("deep/er/above", root());
    link("deep/beside", Path.of("er"));
    link("deep/nothing", Path.of("nowhere"));
    link("deep/ring", Path.of("ring"));

    assertThat(kinds(open(false), "deep/"))
        .containsOnly(
            Map.entry("b.jpg", Kind.FILE),
            Map.entry("inward.jpg", Kind.FILE),
            Map.entry("outward.jpg", Kind.OUTWARD_LINK),
            Map.entry("up", Kind.OUTWARD_FOLDER),
            Map.entry("self", Kind.CIRCLE),
            Map.entry("er", Kind.FOLDER),
            Map.entry("beside", Kind.FOLDER),
            Map.entry("nothing", Kind.BROKEN_LINK),
            Map.entry("ring", Kind.BROKEN_LINK));
    assertThat(kinds(open(false), "deep/er/")).containsOnly(Map.entry("above", Kind.CIRCLE));
    assertThat(kinds(open(true), "deep/"))
        .contains(Map.entry("outward.jpg", Kind.FILE), Map.entry("up", Kind.FOLDER));
    assertThat(open(true).entries("deep/"))
        .filteredOn(FolderEntry::isFile)
        .extracting(FolderEntry::length)
        .containsExactly(3L, 3L, 5L);
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(root().resolve(name), target);
  }

  @Test
  void aFolderThatIsALinkItselfIsTheFolder() throws IOException {
    Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createFile(temporary.resolve("elsewhere/a.jpg"));
    Files.createSymbolicLink(temporary.resolve("root"), temporary.resolve("elsewhere"));

    assertThat(kinds(open(false), "")).containsOnly(Map.entry("a.jpg", Kind.FILE));
  }

  /** Opening a pipe or socket may wait for ever. */
  @Test
  void whatIsNoRegularFileIsNone() throws IOException {
    Path socket = root().resolve("x.png");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      assertThat(kinds(open(false), "")).containsOnly(Map.entry("x.png", Kind.SPECIAL));
      var path = new org.apache.hadoop.fs.Path(socket.toString());
      assertThat(SourceFolder.isFile(path.getFileSystem(HADOOP), path)).isFalse();
    }
  }

  @Test
  void whatIsNotUsedIsCountedByKind() throws IOException {
    for (String name : List.of("a.txt", "b.txt", "README", ".DS_Store")) {
      Files.createFile(root().resolve(name));
    }
    Files.createDirectory(root().resolve("two\nlines"));

    UnusedEntries unused = new UnusedEntries();
    open(false).entries("").forEach(entry -> unused.add("x/", entry));

    assertThat(unused.description())
        .isEqualTo(
            ".txt files: 2 (x/a.txt, ...); files without an ending: 1 (x/README); folders: 1 (x/two\\nlines); hidden: 1 (x/.DS_Store)");
    assertThat(unused.count()).isEqualTo(4);
  }

  @Test
  void aFileSystemWhoseJarIsMissingIsNamedWithoutCredentials() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.absent.impl", "no.such.FileSystem");
    assertThatThrownBy(
            () -> SourceFolder.open("absent://KEY:SECRET@bucket/x", false, "takes", hadoop))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("absent://***@bucket/x: the file system of absent: is not there");
  }

  @Test
  void whatIsNoFolderIsRefused() throws IOException {
    assertThatThrownBy(() -> open(false))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("root is no folder: it does not exist; takes a folder");
    Files.createFile(temporary.resolve("root"));
    assertThatThrownBy(() -> open(false))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("root is no folder; takes a folder");
  }
}
