// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.source.listing.FolderEntry;
import convoy.preprocessing.source.listing.SourceFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A text file that comes with a data set, such as the classes of its images or the list of its
 * wnids, as lines of words.
 */
record LabelsFile(FileSystem nearby, Path path) {
  /** Kaggle's, 18 MB, is the largest of the official files. */
  private static final long MOST_BYTES = 64L << 20;

  /** Files of labels that say by their name that they are some. */
  private static final List<String> NAMES =
      List.of(
          "val_annotations.txt",
          "LOC_val_solution.csv",
          "imagenet_2012_validation_synset_labels.txt");

  /**
   * A folder of a data set.
   *
   * @param below with a slash at the end; empty for the data set's folder itself
   */
  record Place(SourceFolder folder, String below) {}

  /**
   * Finds the labels of images.
   *
   * @param place where the images lie: the file of a known name, or the only {@code .txt}
   * @param top where only known names count
   * @param given URI that somebody gave; null for none
   * @throws BadInputException if there is no such file, or several
   */
  static LabelsFile find(Place place, SourceFolder top, String given) throws IOException {
    if (given != null) {
      return new LabelsFile(top.files(), new Path(given));
    }
    for (Place folder : List.of(place, new Place(top, ""))) {
      for (FolderEntry entry : folder.folder().entries(folder.below())) {
        if (entry.isFile() && isNamed(entry.name())) {
          return of(folder, entry.name());
        }
      }
    }
    List<String> texts = new ArrayList<>();
    for (FolderEntry entry : place.folder().entries(place.below())) {
      if (entry.isFile() && entry.name().endsWith(".txt")) {
        texts.add(entry.name());
      }
    }
    if (texts.size() != 1) {
      throw new BadInputException(
          "%s/%s holds flat validation images, and %s; name the file of their labels: imagenet:DIR,valLabels=FILE"
              .formatted(
                  place.folder().root(),
                  place.below(),
                  texts.isEmpty()
                      ? "no .txt file, nor one of " + String.join(", ", NAMES)
                      : texts.size() + " .txt files (" + ClassFolders.some(texts) + ")"));
    }
    return of(place, texts.get(0));
  }

  /** Whether a file says by its name that it holds labels. */
  static boolean isNamed(String name) {
    return NAMES.contains(name);
  }

  private static LabelsFile of(Place place, String name) {
    return new LabelsFile(place.folder().files(), place.folder().path(place.below() + name));
  }

  /**
   * The words of each line that has any; those of a table, {@code .csv}, stand between commas.
   *
   * @throws BadInputException if it is no file, or too large to be one of labels
   */
  List<List<String>> lines() throws IOException {
    FileSystem files = path.getFileSystem(nearby.getConf());
    if (!SourceFolder.isFile(files, path)) {
      throw new BadInputException(
          path
              + (files.exists(path) ? " is no regular file" : " does not exist")
              + "; it should say ImageNet's labels");
    }
    long length = files.getFileStatus(path).getLen();
    if (length > MOST_BYTES) {
      throw new BadInputException(
          "%s has %s bytes; a file of labels has at most %s".formatted(path, length, MOST_BYTES));
    }
    byte[] bytes = new byte[(int) length];
    try (FSDataInputStream in = files.open(path)) {
      in.readFully(0, bytes);
    }
    String between = path.getName().endsWith(".csv") ? "[\\s,]+" : "\\s+";
    return new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> List.of(line.split(between)))
        .toList();
  }
}
