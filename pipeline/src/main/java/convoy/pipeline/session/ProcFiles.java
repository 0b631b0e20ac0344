// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads what Linux says in {@code /proc} and {@code /sys} of this process and its machine. Where a
 * file is missing, there is nothing to go by, and no limit is known.
 *
 * @param root folder that they stand in: {@code /}, but for tests
 */
record ProcFiles(Path root) {
  static final ProcFiles OF_THIS_MACHINE = new ProcFiles(Path.of("/"));

  /** The lines of a file; none where it cannot be read. */
  List<String> lines(String file) {
    return lines(root.resolve(file));
  }

  private static List<String> lines(Path file) {
    try {
      // In Latin-1 any byte is a letter: names in these files are of any encoding.
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Of a line {@code NAME value ...} with any space in between; empty where it is no number. */
  OptionalLong number(String file, String name) {
    return number(lines(file), name);
  }

  private static OptionalLong number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+", 2)[0])
        .filter(value -> value.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  /** Threads of all processes of a user that can be seen. */
  long threadsOf(long user) {
    long threads = 0;
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
      for (Path process : processes) {
        List<String> status = lines(process.resolve("status"));
        if (number(status, "Uid:").orElse(-1) == user) {
          threads += number(status, "Threads:").orElse(0);
        }
      }
    } catch (IOException e) {
      return threads;
    }
    return threads;
  }

  /**
   * The folders of a controller's group and of those around it, version 1 and 2. A container may
   * show another name than its group has: its own limit then stands in the outermost folder.
   */
  List<Path> groups(String controller) {
    List<Path> folders = new ArrayList<>();
    for (String line : lines("proc/self/cgroup")) {
      String[] parts = line.split(":", 3);
      boolean second = parts.length == 3 && parts[0].equals("0") && parts[1].isEmpty();
      if (second || (parts.length == 3 && List.of(parts[1].split(",")).contains(controller))) {
        Path top = root.resolve("sys/fs/cgroup").resolve(second ? "" : controller);
        for (Path group = Path.of(parts[2]); group != null; group = group.getParent()) {
          folders.add(top.resolve(group.toString().substring(1)));
        }
      }
    }
    return folders;
  }
}
