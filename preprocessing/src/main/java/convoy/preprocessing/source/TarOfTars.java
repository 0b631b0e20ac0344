// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.listing.FolderEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A plain tar that holds one tar a class, {@code <wnid>.tar}, as ImageNet's training images come.
 *
 * @param path of the outer tar
 * @param classes the inner tars by class, sorted
 */
record TarOfTars(Path path, TreeMap<String, TarEntries.Entry> classes) {
  private static final String ENDING = ".tar";

  /**
   * Finds the inner tars by the outer tar's headers; what is within them is not read.
   *
   * @throws IOException if the outer tar is damaged or truncated
   * @throws BadInputException if it holds no tar, or two of one name
   */
  static TarOfTars scan(FileSystem files, Path path) throws IOException {
    TreeMap<String, TarEntries.Entry> classes = new TreeMap<>();
    long length = files.getFileStatus(path).getLen();
    try (TarEntries tar = new TarEntries(ArchiveBytes.stretch(files.open(path), 0, length))) {
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        String name = next.get().baseName();
        if (next.get().file() && name.endsWith(ENDING) && !FolderEntry.isHidden(name)) {
          String wnid = name.substring(0, name.length() - ENDING.length());
          if (classes.put(wnid, next.get()) != null) {
            throw new BadInputException("%s holds %s twice".formatted(path, name));
          }
        }
      }
    } catch (IOException e) {
      throw new IOException(path.getName() + ": " + e.getMessage(), e);
    }
    if (classes.isEmpty()) {
      throw new BadInputException(
          "%s holds no <wnid>.tar; expected one tar for each class".formatted(path));
    }
    return new TarOfTars(path, classes);
  }

  /** The classes, sorted. */
  List<String> classNames() {
    return List.copyOf(classes.keySet());
  }

  /** One slice for each inner tar. */
  List<Slice> slices(Split official) {
    List<Slice> slices = new ArrayList<>();
    classes.forEach(
        (wnid, entry) ->
            slices.add(
                new InnerTarSlice(
                    path.toString(), wnid, slices.size(), official, entry.offset(), entry.size())));
    return slices;
  }
}
