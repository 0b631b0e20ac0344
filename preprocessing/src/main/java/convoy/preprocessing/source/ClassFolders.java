// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder whose subfolders are classes and hold image files.
 *
 * @param root URI of the data set's folder
 * @param below where the class folders lie below it, with a slash at the end; empty for the root
 *     itself
 */
record ClassFolders(FileSystem files, String root, String below) {
  private static final Logger LOG = LoggerFactory.getLogger(ClassFolders.class);

  /**
   * Opens the folder of a data set.
   *
   * @param folder URI
   * @param takes what the source wants there, for the message
   * @throws BadInputException if it is not there, or no folder
   */
  static ClassFolders open(String folder, String below, String takes, Configuration hadoop)
      throws IOException {
    Path path = new Path(folder);
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.exists(path) || !files.getFileStatus(path).isDirectory()) {
      throw new BadInputException("%s is no folder; %s".formatted(folder, takes));
    }
    return new ClassFolders(files, files.makeQualified(path).toString(), below);
  }

  /** What is said of a folder that cannot be listed. */
  static BadInputException unreadable(String folder, IOException e) {
    return new BadInputException("cannot read %s: %s".formatted(folder, e.getMessage()), e);
  }

  /** Elsewhere below the same root. */
  ClassFolders at(String other) {
    return new ClassFolders(files, root, other);
  }

  /** The names of the subfolders, sorted; hidden ones are left out. */
  List<String> names() throws IOException {
    return folders().stream().filter(name -> !ImageFile.isHidden(name)).toList();
  }

  private List<String> folders() throws IOException {
    return Arrays.stream(sorted(new Path(root + "/" + below)))
        .filter(FileStatus::isDirectory)
        .map(status -> status.getPath().getName())
        .toList();
  }

  /** Somebody may have meant a class; what begins with a dot nobody sees. */
  private void warnOfUnderscores() throws IOException {
    List<String> passed = folders().stream().filter(name -> name.startsWith("_")).toList();
    if (!passed.isEmpty()) {
      LOG.warn(
          "{}/{}: folders that begin with an underscore are no classes and were ignored: {}",
          root,
          below,
          String.join(", ", passed));
    }
  }

  /**
   * The image files of every class, in the order of the classes and of their names. What is no
   * image by its name is left out and counted in the log.
   *
   * @param classes in the order of their labels
   * @throws BadInputException if a subfolder is none of the classes, or no image is found
   */
  List<ImageFile> images(List<String> classes) throws IOException {
    List<ImageFile> images = new ArrayList<>();
    int ignored = 0;
    for (String name : names()) {
      int label = classes.indexOf(name);
      if (label < 0) {
        throw new BadInputException(
            String.format(
                Locale.ROOT,
                "%s/%s%s is none of the %,d classes of the training images",
                root,
                below,
                name,
                classes.size()));
      }
      for (FileStatus status : sorted(new Path(root + "/" + below + name))) {
        String file = status.getPath().getName();
        if (status.isFile() && ImageFile.isImage(file)) {
          String path = below + name + "/" + file;
          images.add(new ImageFile(path, path, label, 0, status.getLen()));
        } else if (!ImageFile.isHidden(file)) {
          ignored++;
        }
      }
    }
    warnOfUnderscores();
    if (ignored > 0) {
      LOG.info("{}/{}: {} entries are no image files and were ignored", root, below, ignored);
    }
    if (images.isEmpty()) {
      throw new BadInputException(
          "%s/%s holds no class folders with .jpg, .jpeg, .png, .gif or .bmp files"
              .formatted(root, below));
    }
    return images;
  }

  /** Whether a folder is there and holds folders, as one of classes does. */
  boolean holdsFolders() throws IOException {
    Path path = new Path(root + "/" + below);
    return files.exists(path) && files.getFileStatus(path).isDirectory() && !names().isEmpty();
  }

  /**
   * Whether the folder of an official split is there.
   *
   * @throws BadInputException if it is, and holds files but no class folders
   */
  boolean holdsClasses() throws IOException {
    if (holdsFolders()) {
      return true;
    }
    Path path = new Path(root + "/" + below);
    boolean flat =
        files.exists(path)
            && Arrays.stream(files.listStatus(path))
                .anyMatch(status -> !ImageFile.isHidden(status.getPath().getName()));
    if (flat) {
      throw new BadInputException(
          "%s/%s holds files, but no class folders; expected %s<class>/*.jpg as in the training images, or no such folder"
              .formatted(root, below, below));
    }
    return false;
  }

  private FileStatus[] sorted(Path folder) throws IOException {
    FileStatus[] listing = files.listStatus(folder);
    Arrays.sort(listing);
    return listing;
  }
}
