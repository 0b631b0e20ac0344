// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of JPEG, PNG, GIF and BMP files whose classes nobody knows, or nobody asks for: flat, or
 * in subfolders of any depth, whose names mean nothing here. The driver holds where each file lies,
 * 100 to 250 bytes.
 */
public final class UnlabelledFolder {
  /** What stands in the place of the label that an example must have; it says nothing. */
  private static final int NO_LABEL = 0;

  private final FileSystem files;
  private final String root;
  private final List<ImageFile> images = new ArrayList<>();
  private long ignored;

  private UnlabelledFolder(FileSystem files, String root) {
    this.files = files;
    this.root = root;
  }

  /**
   * Lists the images; nothing of them is read. What is hidden is passed over: names that begin with
   * a dot, and but for images those that begin with an underscore.
   *
   * @param folder URI
   * @throws BadInputException if it is no folder, cannot be listed, or has no image in it
   */
  public static UnlabelledFolder open(String folder, Configuration hadoop) {
    String takes = "give a folder of image files, or of the shards that convoy shard writes";
    try {
      ClassFolders place = ClassFolders.open(folder, "", takes, hadoop);
      UnlabelledFolder found = new UnlabelledFolder(place.files(), place.root());
      found.list("");
      if (found.images.isEmpty()) {
        throw new BadInputException(
            "%s holds no .jpg, .jpeg, .png, .gif or .bmp files, at any depth; %s"
                .formatted(folder, takes));
      }
      found.images.sort(Comparator.comparing(ImageFile::id));
      return found;
    } catch (IOException e) {
      throw ClassFolders.unreadable(folder, e);
    }
  }

  private void list(String below) throws IOException {
    for (FileStatus status : files.listStatus(new Path(root + "/" + below))) {
      String name = status.getPath().getName();
      if (status.isFile() && ImageFile.isImage(name)) {
        String path = below + name;
        images.add(new ImageFile(path, path, NO_LABEL, 0, status.getLen()));
      } else if (status.isDirectory() && !ImageFile.isHidden(name)) {
        list(below + name + "/");
      } else if (!ImageFile.isHidden(name)) {
        ignored++;
      }
    }
  }

  /** How many images there are, at least 1. */
  public int count() {
    return images.size();
  }

  /** The paths of the images below the folder, with slashes, in their order (UTF-16). */
  public List<String> ids() {
    return images.stream().map(ImageFile::id).toList();
  }

  /** How many files are no images by their names, and were passed over. */
  public long ignored() {
    return ignored;
  }

  /**
   * The parts in which executors read the images, in the order of their ids; their labels say
   * nothing.
   *
   * @param most files of a part, at least 1; the last may have fewer
   */
  public List<Slice> slices(int most) {
    return ImageFilesSlice.of(root, null, images, most);
  }
}
