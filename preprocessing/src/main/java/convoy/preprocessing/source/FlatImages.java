// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.source.listing.SourceFolder;
import convoy.preprocessing.source.listing.UnusedEntries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validation images that lie side by side, without class folders, and find their classes in a file
 * of labels.
 *
 * @param place where the images lie and their labels are looked for
 * @param top the data set's folder, where labels with a name of their own are looked for too
 * @param classes in the order of their labels
 */
record FlatImages(LabelsFile.Place place, SourceFolder top, List<String> classes) {
  private static final Logger LOG = LoggerFactory.getLogger(FlatImages.class);

  /** What an image's id begins with: the one that it has where it lies in a folder of its class. */
  private static final String VALIDATION = "val/";

  /**
   * The images with their labels.
   *
   * @param found the images by name
   * @param where what says their classes, if that was given
   * @param unused learns that the labels file is used
   * @throws BadInputException if no labels are found, a line of them cannot be used, or they lack
   *     an image
   */
  List<ImageFile> labelled(
      TreeMap<String, ImageFile> found, ValidationLabels.Files where, UnusedEntries unused)
      throws IOException {
    LabelsFile file = LabelsFile.find(place, top, where.labels());
    FileSystem files = top.files();
    unused.use(file.path().makeQualified(files.getUri(), files.getWorkingDirectory()));
    Map<String, Integer> labels =
        new ValidationLabels(file, where, classes).read(List.copyOf(found.keySet()));
    List<ImageFile> images = new ArrayList<>();
    found.forEach((name, image) -> images.add(labelled(name, image, labels)));
    if (labels.size() > images.size()) {
      LOG.warn(
          "{} names {} images that are not there: only a part is used",
          file.path(),
          labels.size() - images.size());
    }
    return images;
  }

  private ImageFile labelled(String name, ImageFile file, Map<String, Integer> labels) {
    // Kaggle's labels leave the ending out.
    Integer label =
        labels.containsKey(name)
            ? labels.get(name)
            : labels.get(name.substring(0, name.lastIndexOf('.')));
    if (label == null) {
      throw new BadInputException(
          "%s: the labels file says nothing of %s".formatted(place.folder().root(), name));
    }
    return file.withClass(VALIDATION + classes.get(label) + "/" + name, label);
  }
}
