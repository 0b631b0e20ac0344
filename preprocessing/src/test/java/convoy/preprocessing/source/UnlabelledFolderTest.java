// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlabelledFolderTest {
  @TempDir Path temporary;

  private void write(String name) throws IOException {
    Files.createDirectories(temporary.resolve(name).getParent());
    Files.writeString(temporary.resolve(name), name);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(temporary.resolve(name), Path.of(target));
  }

  private UnlabelledFolder open(String name, boolean followLinks) {
    return UnlabelledFolder.open(temporary.resolve(name).toString(), followLinks, ReadAll.HADOOP);
  }

  @Test
  void linksInCirclesGiveEachImageOnce() throws IOException {
    write("in/x.jpg");
    write("in/deep/y.jpg");
    link("in/self", ".");
    link("in/self2", ".");
    link("in/deep/up", "../..");
    link("in/a-link", "deep");

    UnlabelledFolder folder = open("in", false);

    assertThat(folder.ids()).containsExactly("deep/y.jpg", "x.jpg");
    assertThat(folder.unused().description())
        .isEqualTo(
            "links to a folder above them: 3 (self, ...); links to folders that are there anyway: 1 (a-link/)");
  }

  @Test
  void linksThatLeadOutAreFollowedWhereThatIsAsked() throws IOException {
    write("in/x.jpg");
    write("out/y.jpg");
    link("in/out", "../out");
    link("out/back", "../in");

    assertThat(open("in", false).ids()).containsExactly("x.jpg");
    assertThat(open("in", true).ids()).containsExactly("out/y.jpg", "x.jpg");
  }

  @Test
  void linksThatOverlapGiveEachImageOnce() throws IOException {
    write("in/x.jpg");
    write("out/y.jpg");
    write("out/deep/z.jpg");
    link("in/a", "../out/deep");
    link("in/b", "../out");

    assertThat(open("in", true).ids()).containsExactly("a/z.jpg", "b/y.jpg", "x.jpg");
  }

  /** Its content stays where it is, and so does what it holds. */
  @Test
  void aLinkToAFileOutsideHasARowWithoutItsContent() throws IOException {
    write("in/x.jpg");
    write("secret");
    link("in/y.png", "../secret");

    UnlabelledFolder folder = open("in", false);

    assertThat(folder.ids()).containsExactly("x.jpg", "y.png");
    try (Slice.Examples examples = folder.slices(10).get(0).open(ReadAll.HADOOP)) {
      assertThat(examples.next().id()).isEqualTo("x.jpg");
      assertThatThrownBy(examples::next)
          .isInstanceOf(UnusableExampleException.class)
          .hasMessageContaining("y.png: is a link that leads out");
    }
  }

  @Test
  void oneFileIsTakenWhateverItsName() throws IOException {
    write("one.upload");

    UnlabelledFolder file = open("one.upload", false);

    assertThat(file.ids()).containsExactly("one.upload");
    assertThat(ReadAll.of(file.slices(10))).extracting(Example::id).containsExactly("one.upload");
  }

  @Test
  void aFolderWithoutImagesSaysWhatItHolds() throws IOException {
    write("in/a.txt");
    assertThatThrownBy(() -> open("in", false))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at any depth; it holds: .txt files: 1 (a.txt)");
  }

  @Test
  void theInnermostFolderThatIsCalledLikeAClassIsTheLabel() {
    PathClasses classes = new PathClasses(List.of("caf\u00e9", "train"));

    assertThat(classes.label("train/cafe\u0301/images/x.jpg")).isEqualTo(0);
    assertThat(classes.label("train/dog/x.jpg")).isEqualTo(1);
    assertThat(classes.label("dog/x.jpg")).isEqualTo(PathClasses.NONE);
    assertThat(classes.label("train")).isEqualTo(PathClasses.NONE);
    assertThat(new PathClasses(List.of("cafe\u0301")).label("caf\u00e9/x.jpg")).isEqualTo(0);
    assertThat(new PathClasses(List.of()).label("a/b")).isEqualTo(PathClasses.NONE);
  }
}
