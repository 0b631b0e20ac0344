// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where the members of a run are, {@code members/02}, {@code members/03} and so on in its folder;
 * the first is the run itself.
 */
public final class MemberFolders {
  private static final String MEMBERS = "members";
  private static final Pattern NUMBER = Pattern.compile("\\d{2,9}");

  private MemberFolders() {}

  /** The folder of one of a run's members, from 2. */
  static Path of(Path run, int number) {
    return new Path(new Path(run, MEMBERS), String.format(Locale.ROOT, "%02d", number));
  }

  /** A member's folder as the files of its run name it: {@code members/02}. */
  public static String below(Path member) {
    return MEMBERS + "/" + member.getName();
  }

  /** The number of the member that a folder is of. */
  public static int number(Path member) {
    return Integer.parseInt(member.getName());
  }

  /**
   * A place as a run's own files name it: below the run folder where it lies there, so that the
   * folder can be moved, and in full where it does not. A member's may lie in the folder of its
   * run.
   */
  public static String relative(RunFolder run, Path place) throws IOException {
    Path full = place.getFileSystem(run.hadoop()).makeQualified(place);
    Path parent = full.getParent();
    if (run.path().equals(parent)) {
      return full.getName();
    }
    boolean isMember =
        run.path().getParent().equals(new Path(parent, MEMBERS))
            && run.has(new Path(parent, run.config().getName()));
    return isMember ? "../../" + full.getName() : full.toString();
  }

  /** Those that are there, in the order of their numbers. */
  static List<Path> list(FileSystem files, Path run) throws IOException {
    try {
      return Arrays.stream(files.listStatus(new Path(run, MEMBERS)))
          .map(FileStatus::getPath)
          .filter(place -> NUMBER.matcher(place.getName()).matches())
          .sorted(Comparator.comparingInt(MemberFolders::number))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
