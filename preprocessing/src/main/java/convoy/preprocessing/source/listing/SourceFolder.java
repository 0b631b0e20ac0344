// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source.listing;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The folder of a data set, on any of Hadoop's file systems. Every look into it goes through here,
 * so that no source opens a pipe, follows a link out of the folder unasked, or loses a name without
 * a word. Paths below it have slashes; that of a folder ends with one, the empty one is the root.
 */
public final class SourceFolder {
  private final FileSystem files;
  private final String root;
  private final LocalFolder local; // null on other file systems

  private SourceFolder(FileSystem files, String root, LocalFolder local) {
    this.files = files;
    this.root = root;
    this.local = local;
  }

  /**
   * Opens the folder.
   *
   * @param folder URI
   * @param followLinks whether links that lead out of it are followed
   * @param takes what the source wants there, for the message
   * @throws BadInputException if it is not there, or no folder
   */
  public static SourceFolder open(
      String folder, boolean followLinks, String takes, Configuration hadoop) throws IOException {
    Path path = new Path(folder);
    FileSystem files = fileSystem(path, hadoop);
    if (!files.exists(path)) {
      throw new BadInputException(
          "%s is no folder: it does not exist; %s".formatted(folder, takes));
    }
    if (!files.getFileStatus(path).isDirectory()) {
      throw new BadInputException("%s is no folder; %s".formatted(folder, takes));
    }
    String root = files.makeQualified(path).toString().replaceFirst("/$", "");
    Optional<java.nio.file.Path> here = onThisMachine(files, path);
    return new SourceFolder(
        files,
        root,
        here.isPresent() ? new LocalFolder(here.get().toRealPath(), followLinks) : null);
  }

  /**
   * The file system of a path. Hadoop throws what it likes where the jar of one is missing.
   *
   * @throws BadInputException if it is
   */
  public static FileSystem fileSystem(Path path, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw new BadInputException(
            "%s: the file system of %s: is not there (%s); put its jar beside Spark's, for s3a hadoop-aws"
                .formatted(path, path.toUri().getScheme(), e.getCause().getMessage()),
            e);
      }
      throw e;
    }
  }

  private static Optional<java.nio.file.Path> onThisMachine(FileSystem files, Path path) {
    return files instanceof LocalFileSystem || files instanceof RawLocalFileSystem
        ? Optional.of(java.nio.file.Path.of(files.makeQualified(path).toUri().getPath()))
        : Optional.empty();
  }

  /**
   * Whether something is there that can be opened as a file: no folder, and nothing that may wait
   * for ever.
   */
  public static boolean isFile(FileSystem files, Path path) throws IOException {
    Optional<java.nio.file.Path> here = onThisMachine(files, path);
    return here.isPresent()
        ? Files.isRegularFile(here.get())
        : files.exists(path) && files.getFileStatus(path).isFile();
  }

  /** What is said of a folder that cannot be listed. */
  public static BadInputException unreadable(String folder, IOException e) {
    return new BadInputException("cannot read %s: %s".formatted(folder, e.getMessage()), e);
  }

  /** URI of the folder. */
  public String root() {
    return root;
  }

  public FileSystem files() {
    return files;
  }

  /** URI of what lies below. */
  public Path path(String below) {
    // Not new Path(parent, child), which refuses names with a colon.
    return new Path(root + "/" + below);
  }

  /**
   * Every name of a folder below this one, sorted.
   *
   * @throws IOException if it is no folder, or cannot be listed
   */
  public List<FolderEntry> entries(String below) throws IOException {
    List<FolderEntry> entries = new ArrayList<>();
    if (local != null) {
      entries.addAll(local.entries(onThisMachine(files, path(below)).orElseThrow()));
    } else {
      for (FileStatus status : files.listStatus(path(below))) {
        boolean folder = status.isDirectory();
        entries.add(
            new FolderEntry(
                status.getPath().getName(),
                folder ? FolderEntry.Kind.FOLDER : FolderEntry.Kind.FILE,
                folder ? 0 : status.getLen(),
                false));
      }
    }
    entries.sort(Comparator.comparing(FolderEntry::name));
    return entries;
  }

  /** A folder below, with this one's rule for links. */
  public SourceFolder at(String below) {
    return new SourceFolder(files, path(below).toString(), local);
  }

  /** Whether a file of that name is there, or a link to one, wherever that leads. */
  public boolean isFile(String below) throws IOException {
    return isFile(files, path(below));
  }

  /** What is said of a link that would have to be followed. */
  public BadInputException outward(String below) {
    return new BadInputException(
        "%s/%s is a link that leads out of the folder, and is not followed; if it is meant, put ,links=follow behind the source"
            .formatted(root, below));
  }

  /**
   * What is said of a link under a name that must not be lost, if nothing can be read behind it.
   */
  public BadInputException dead(String below, FolderEntry link) {
    return new BadInputException(
        "%s/%s%s is a link to %s; mend it, mount what it leads to, or remove it"
            .formatted(
                root,
                below,
                link.name(),
                link.kind() == FolderEntry.Kind.CIRCLE
                    ? "a folder above it"
                    : "nothing that can be read"));
  }

  /**
   * Refuses names in the folder itself under which a data set was meant, but nothing is found.
   *
   * @param name whether a name is such a one
   * @throws BadInputException if one is a link to nothing, or to a folder above it
   */
  public void requireAlive(Predicate<String> name) throws IOException {
    for (FolderEntry entry : entries("")) {
      if (entry.isDead() && name.test(entry.name())) {
        throw dead("", entry);
      }
    }
  }

  /** The same for every link that leads there: where a folder below really lies. */
  public String place(String below) throws IOException {
    return local == null
        ? root + "/" + below
        : onThisMachine(files, path(below)).orElseThrow().toRealPath().toString();
  }
}
