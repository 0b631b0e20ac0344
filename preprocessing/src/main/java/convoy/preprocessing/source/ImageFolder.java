// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.listing.FolderEntry;
import convoy.preprocessing.source.listing.SourceFolder;
import convoy.preprocessing.source.listing.UnusedEntries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of class folders with image files. The classes are the names of the subfolders, sorted.
 * Where the folder holds {@code train/} with class folders in it, or one of the other names that
 * {@link SplitFolders} has, the classes are those; a folder for validation is then the official
 * validation split, beside which nothing is held out of the training images, and one for testing
 * the test split. Images that lie flat in one of these have no labels, and are refused, but for
 * Tiny ImageNet's: its validation images find their classes in {@code val/val_annotations.txt}, and
 * its test images, which have none, are not used.
 *
 * @param folder URI
 * @param followLinks whether links that lead out of the folder are followed
 */
public record ImageFolder(String folder, boolean followLinks) implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);
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

  /** A folder whose links out of it are not followed. */
  public ImageFolder(String folder) {
    this(folder, false);
  }

  /**
   * Reads a specification: the folder, then {@code ,links=follow} where links may lead out of it.
   *
   * @throws BadInputException if the folder is missing or a setting is unknown
   */
  public static ImageFolder parse(String text) {
    Specification given = Specification.parse("folder", text, List.of(Specification.LINKS));
    return new ImageFolder(given.where(), given.followLinks());
  }

  @Override
  public String specification() {
    return "folder:" + Specification.text(folder, Specification.links(followLinks));
  }

  @Override
  public List<String> classNames(Configuration hadoop) {
    try {
      return open(hadoop).training().names();
    } catch (IOException e) {
      throw SourceFolder.unreadable(folder, e);
    }
  }

  /** Empty: each image has its own. */
  @Override
  public List<Slice> slices(Configuration hadoop) {
    try {
      return slices(open(hadoop));
    } catch (IOException e) {
      throw SourceFolder.unreadable(folder, e);
    }
  }

  private SplitFolders open(Configuration hadoop) throws IOException {
    return SplitFolders.of(SourceFolder.open(folder, followLinks, TAKES, hadoop));
  }

  private List<Slice> slices(SplitFolders folders) throws IOException {
    ClassFolders training = folders.training();
    String root = training.folder().root();
    List<String> classes = training.names();
    UnusedEntries unused = new UnusedEntries();
    List<ImageFile> images = trainingImages(folders, classes, unused);
    boolean official = folders.splits().containsKey(Split.VALIDATION);
    List<Slice> slices =
        new ArrayList<>(ImageFilesSlice.of(root, official ? Split.TRAIN : null, images));
    for (Map.Entry<Split, ClassFolders> split : folders.splits().entrySet()) {
      if (split.getKey() != Split.TRAIN) {
        List<ImageFile> held = heldImages(split.getKey(), split.getValue(), classes, unused);
        slices.addAll(ImageFilesSlice.of(root, split.getKey(), held));
      }
    }
    folders.addUnused(unused);
    unused.log(root);
    return slices;
  }

  private List<ImageFile> trainingImages(
      SplitFolders folders, List<String> classes, UnusedEntries unused) throws IOException {
    ClassFolders training = folders.training();
    ClassFolders.Found found = training.images(classes, unused);
    if (found.images().isEmpty()) {
      throw new BadInputException(
          "%s holds no class folders with %s files; %s"
              .formatted(training.place(), ImageFile.KNOWN_ENDINGS, whatIsThere(training)));
    }
    return found.requireEvery(training.place());
  }

  /** What stands where classes were looked for, and what may have been meant. */
  private String whatIsThere(ClassFolders training) throws IOException {
    List<FolderEntry> entries = training.folder().entries(training.below());
    String there = "it holds: " + UnusedEntries.summary(entries);
    if (entries.stream().anyMatch(ImageFile::isImage)) {
      return there + "; images lie in a folder for each class, whose name is the class's";
    }
    for (String name : training.names()) {
      if (new ClassFolders(training.folder(), training.below() + name + "/").holdsFolders()) {
        return "%s; did you mean folder:%s%s?"
            .formatted(there, folder.replaceFirst("/*$", "/"), training.below() + name);
      }
    }
    return there;
  }

  private List<ImageFile> heldImages(
      Split split, ClassFolders folders, List<String> classes, UnusedEntries unused)
      throws IOException {
    if (folders.holdsImagesOfNoClass(classes)) {
      if (split == Split.VALIDATION) {
        var place = new LabelsFile.Place(folders.folder(), folders.below());
        return new FlatImages(place, folders.folder(), classes)
            .labelled(folders.imagesOfNoClass(), ValidationLabels.Files.NONE, unused);
      }
      for (ImageFile image : folders.imagesOfNoClass().values()) {
        unused.add("images without a class", image.path());
      }
      return List.of();
    }
    ClassFolders.Found found = folders.images(classes, unused);
    if (found.images().isEmpty()) {
      throw new BadInputException(
          "%s holds no class folders with %s files: %s"
              .formatted(
                  folders.place(), ImageFile.KNOWN_ENDINGS, ClassFolders.some(found.empty())));
    }
    if (!found.empty().isEmpty()) {
      LOG.warn(
          "{}: class folders without images: {}",
          folders.place(),
          ClassFolders.some(found.empty()));
    }
    return found.images();
  }
}
