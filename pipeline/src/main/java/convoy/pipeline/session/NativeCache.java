// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The folder that JavaCPP unpacks ND4J's native libraries into and loads them from. It loads what
 * it finds there, so the folder must be the user's alone; and a file system that is full, or
 * mounted {@code noexec}, fails later with a missing class.
 */
final class NativeCache {
  /** JavaCPP's setting. */
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  /** More than the libraries of one Convoy take. */
  private static final long LIBRARIES = 600L << 20;

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final ProcFiles files;
  private final long user;

  NativeCache(ProcFiles files, long user) {
    this.files = files;
    this.user = user;
  }

  /**
   * Settles JavaCPP's folder: the one that was set, or one in the user's home, or else one in the
   * folder for temporary files that nobody else can write to.
   *
   * @throws BadInputException if no folder can be used
   */
  static void settle(long user) {
    NativeCache cache = new NativeCache(ProcFiles.OF_THIS_MACHINE, user);
    String given = System.getProperty(PROPERTY);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> folders =
        given != null
            ? List.of(Path.of(given))
            : List.of(
                Path.of(System.getProperty("user.home"), ".javacpp", "cache"),
                temporary.resolve("convoy-javacpp-" + user));
    System.setProperty(PROPERTY, cache.first(folders).toString());
  }

  /**
   * The first folder that can be used; it is created where it is missing.
   *
   * @throws BadInputException if none can, with the reasons
   */
  Path first(List<Path> folders) {
    List<String> problems = new ArrayList<>();
    for (Path folder : folders) {
      Optional<String> problem = problem(folder);
      if (problem.isEmpty()) {
        return folder;
      }
      problems.add("%s %s".formatted(folder, problem.get()));
    }
    throw new BadInputException(
        "no folder for ND4J's native libraries: %s; name another one with -D%s=FOLDER (in"
                .formatted(String.join("; ", problems), PROPERTY)
            + " JAVA_TOOL_OPTIONS, or for executors in spark.executor.extraJavaOptions)");
  }

  private Optional<String> problem(Path folder) {
    try {
      create(folder);
      Path real = folder.toRealPath();
      if (!Files.getAttribute(real, "unix:uid").equals((int) user)) {
        return Optional.of("belongs to another user");
      }
      if (!Files.isWritable(real)) {
        return Optional.of("cannot be written to");
      }
      if (Files.getPosixFilePermissions(real).contains(PosixFilePermission.OTHERS_WRITE)) {
        return Optional.of("can be written to by everyone");
      }
      Files.setPosixFilePermissions(real, PRIVATE);
      if (isNoExec(real)) {
        return Optional.of("is on a file system that is mounted noexec");
      }
      long free = Files.getFileStore(real).getUsableSpace();
      return isEmpty(real) && free < LIBRARIES
          ? Optional.of(
              String.format(Locale.ROOT, "has %,d MB left of %,d", free >> 20, LIBRARIES >> 20))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.of("cannot be used (%s)".formatted(e));
    }
  }

  /** Folders that are missing are the user's alone from the moment they are there. */
  private static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (folder.getParent() != null) {
      create(folder.getParent());
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** By the last of the mounts that lie nearest above a folder. */
  boolean isNoExec(Path folder) {
    String options = "";
    int nearest = -1;
    for (String line : files.lines("proc/self/mountinfo")) {
      String[] fields = line.split(" ", -1);
      if (fields.length > 5) {
        Optional<Path> mount = path(unescaped(fields[4]));
        if (mount.isPresent()
            && folder.startsWith(mount.get())
            && mount.get().getNameCount() >= nearest) {
          nearest = mount.get().getNameCount();
          options = fields[5];
        }
      }
    }
    return List.of(options.split(",")).contains("noexec");
  }

  /**
   * Empty for a name that the locale of this process cannot spell: no folder here lies below it.
   */
  private static Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The file writes space, tab, line end and backslash in octal digits. */
  private static String unescaped(String mount) {
    return mount
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
