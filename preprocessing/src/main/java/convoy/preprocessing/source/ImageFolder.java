// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * A folder of class folders with JPEG, PNG, GIF and BMP files. The classes are the names of the
 * subfolders, sorted. Where the folder holds {@code train/} with class folders in it, the classes
 * are those; then {@code test/} is the official test split, and {@code val/}, {@code valid/} or
 * {@code validation/} the official validation split, beside which nothing is held out of the
 * training images. What lies flat in one of these, without class folders, has no labels, and is
 * refused.
 *
 * @param folder URI
 */
public record ImageFolder(String folder) implements Source {
  private static final String TRAIN = "train/";
  private static final String TEST = "test/";
  private static final List<String> VALIDATION = List.of("val/", "valid/", "validation/");
  private static final String TAKES =
      "folder: takes one that holds a folder of images for each class";

  /**
   * @throws BadInputException if no folder is given
   */
  public ImageFolder {
    if (folder.isBlank()) {
      throw new BadInputException(
          "folder needs a folder of class folders with images, for example folder:/data/flowers");
    }
  }

  @Override
  public String specification() {
    return "folder:" + folder;
  }

  @Override
  public List<String> classNames(Configuration hadoop) {
    try {
      return training(hadoop).names();
    } catch (IOException e) {
      throw ClassFolders.unreadable(folder, e);
    }
  }

  /** Empty: each image has its own. */
  @Override
  public List<Slice> slices(Configuration hadoop) {
    try {
      ClassFolders training = training(hadoop);
      List<String> classes = training.names();
      List<ImageFile> images = training.images(classes);
      String root = training.root();
      if (training.below().isEmpty()) {
        return ImageFilesSlice.of(root, null, images);
      }
      Optional<ClassFolders> validation = validation(training);
      List<Slice> slices =
          new ArrayList<>(
              ImageFilesSlice.of(root, validation.isPresent() ? Split.TRAIN : null, images));
      if (validation.isPresent()) {
        slices.addAll(ImageFilesSlice.of(root, Split.VALIDATION, validation.get().images(classes)));
      }
      ClassFolders test = training.at(TEST);
      if (test.holdsClasses()) {
        slices.addAll(ImageFilesSlice.of(root, Split.TEST, test.images(classes)));
      }
      return slices;
    } catch (IOException e) {
      throw ClassFolders.unreadable(folder, e);
    }
  }

  private ClassFolders training(Configuration hadoop) throws IOException {
    ClassFolders train = ClassFolders.open(folder, TRAIN, TAKES, hadoop);
    return train.holdsFolders() ? train : train.at("");
  }

  private static Optional<ClassFolders> validation(ClassFolders training) throws IOException {
    List<ClassFolders> found = new ArrayList<>();
    for (String name : VALIDATION) {
      ClassFolders folders = training.at(name);
      if (folders.holdsClasses()) {
        found.add(folders);
      }
    }
    if (found.size() > 1) {
      throw new BadInputException(
          "%s holds %s; remove what is not meant"
              .formatted(
                  training.root(),
                  found.stream().map(ClassFolders::below).collect(Collectors.joining(" and "))));
    }
    return found.stream().findFirst();
  }
}
