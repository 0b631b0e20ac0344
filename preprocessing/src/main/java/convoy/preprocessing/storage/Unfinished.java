// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file or folder beside the place that it is for: hidden, with a name of its own that says whose
 * it is.
 *
 * @param process that writes it or did; empty if the name does not tell
 */
record Unfinished(Path path, Optional<WritingProcess> process) {
  private static final int RANDOM_DIGITS = 8;

  /** What it is. */
  enum Purpose {
    /** The new content of the place, not complete. */
    WRITING("writing"),
    /** The old content of the place, which steps aside for the new. */
    REPLACED("replaced");

    private final String code;

    Purpose(String code) {
      this.code = code;
    }

    private String prefix(Path target) {
      return "." + target.getName() + "." + code + "-";
    }
  }

  /** A new name for this process; nothing is created. */
  static Path name(Path target, Purpose purpose) {
    String random = UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
    String name = purpose.prefix(target) + random + "-" + WritingProcess.current().code();
    return new Path(target.getParent(), name);
  }

  /** All that stand beside a place now. */
  static List<Unfinished> beside(FileSystem files, Path target, Purpose purpose)
      throws IOException {
    String prefix = purpose.prefix(target);
    List<Unfinished> found = new ArrayList<>();
    try {
      for (FileStatus status :
          files.listStatus(target.getParent(), path -> path.getName().startsWith(prefix))) {
        String rest = status.getPath().getName().substring(prefix.length());
        String code = rest.substring(Math.min(rest.length(), RANDOM_DIGITS + 1));
        found.add(new Unfinished(status.getPath(), WritingProcess.parse(code)));
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return found;
  }

  /** Whether nobody will finish it: its process is known to have ended. */
  boolean isAbandoned() {
    return process.filter(WritingProcess::isDead).isPresent();
  }

  /** Whose it is, for people. */
  String owner() {
    return process.map(WritingProcess::description).orElse("another process");
  }
}
