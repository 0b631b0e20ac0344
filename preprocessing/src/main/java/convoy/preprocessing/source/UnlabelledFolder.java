// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.source.listing.FolderEntry;
import convoy.preprocessing.source.listing.SourceFolder;
import convoy.preprocessing.source.listing.UnusedEntries;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Image files whose classes nobody knows, or nobody asks for: one alone, or those of a folder, flat
 * or in subfolders of any depth. The driver holds where each file lies, 100 to 250 bytes.
 */
public final class UnlabelledFolder {
  /** What stands in the place of the label that an example must have; it says nothing. */
  private static final int NO_LABEL = 0;

  private static final String TAKES =
      "give an image file, a folder of image files, or one of the shards that convoy shard writes";

  private final String root;
  private final List<ImageFile> images;
  private final UnusedEntries unused;

  private UnlabelledFolder(String root, List<ImageFile> images, UnusedEntries unused) {
    this.root = root;
    this.images = images;
    this.unused = unused;
    images.sort(Comparator.comparing(ImageFile::id));
  }

  /**
   * Lists the images; nothing of them is read. What is hidden is passed over: names that begin with
   * a dot, and but for images those that begin with an underscore. Every folder is listed once,
   * whatever links lead to it, under its own name before those of links.
   *
   * @param place URI of a folder or of an image file, whatever its name
   * @param followLinks whether links that lead out of the folder are followed
   * @throws BadInputException if it is neither, cannot be listed, or has no image in it
   */
  public static UnlabelledFolder open(String place, boolean followLinks, Configuration hadoop) {
    try {
      Path path = new Path(place);
      FileSystem files = SourceFolder.fileSystem(path, hadoop);
      if (SourceFolder.isFile(files, path)) {
        return ofFile(files, files.makeQualified(path));
      }
      SourceFolder folder = SourceFolder.open(place, followLinks, TAKES, hadoop);
      UnlabelledFolder found = new Walk(folder).images();
      if (found.images.isEmpty()) {
        throw new BadInputException(
            "%s holds no %s files, at any depth; it holds: %s; %s"
                .formatted(
                    place,
                    ImageFile.KNOWN_ENDINGS,
                    UnusedEntries.summary(folder.entries("")),
                    TAKES));
      }
      return found;
    } catch (IOException e) {
      throw SourceFolder.unreadable(place, e);
    }
  }

  private static UnlabelledFolder ofFile(FileSystem files, Path path) throws IOException {
    String name = path.getName();
    long length = files.getFileStatus(path).getLen();
    List<ImageFile> one = new ArrayList<>();
    one.add(new ImageFile(name, name, NO_LABEL, 0, length));
    return new UnlabelledFolder(
        path.getParent().toString().replaceFirst("/$", ""), one, new UnusedEntries());
  }

  /** Goes through a folder and all below it, first without links to folders, then through these. */
  private static final class Walk {
    private final SourceFolder folder;
    private final List<ImageFile> images = new ArrayList<>();
    private final UnusedEntries unused = new UnusedEntries();
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> links = new ArrayDeque<>();

    private Walk(SourceFolder folder) {
      this.folder = folder;
    }

    private UnlabelledFolder images() throws IOException {
      list("");
      while (!links.isEmpty()) {
        list(links.removeFirst());
      }
      return new UnlabelledFolder(folder.root(), images, unused);
    }

    private void list(String top) throws IOException {
      Deque<String> folders = new ArrayDeque<>(List.of(top));
      while (!folders.isEmpty()) {
        String below = folders.removeLast();
        if (!seen.add(folder.place(below))) {
          unused.add("links to folders that are there anyway", below);
          continue;
        }
        for (FolderEntry entry : folder.entries(below)) {
          if (ImageFile.isImage(entry)) {
            String id = below + entry.name();
            images.add(ImageFile.of(below, entry, id, NO_LABEL));
          } else if (entry.isFolder() && !entry.isHidden()) {
            (entry.link() ? links : folders).addLast(below + entry.name() + "/");
          } else {
            unused.add(below, entry);
          }
        }
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

  /** What beside the images is there, and was passed over. */
  public UnusedEntries unused() {
    return unused;
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
