// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.source.listing.FolderEntry;
import convoy.preprocessing.source.listing.SourceFolder;
import convoy.preprocessing.source.listing.UnusedEntries;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder whose subfolders are classes and hold image files. The name of a class is that of its
 * folder in Unicode's normal form C: macOS and Linux write the same name differently.
 *
 * @param folder of the data set
 * @param below where the class folders lie below it, with a slash at the end; empty for the root
 *     itself
 */
record ClassFolders(SourceFolder folder, String below) {
  /** Where Tiny ImageNet keeps the images of a class. */
  private static final String NESTED = "images";

  /** Enough classes to see what is wrong. */
  private static final int NAMED = 10;

  /**
   * The images of all classes.
   *
   * @param images in the order of the classes and of their names
   * @param empty classes without any, each with what is there instead
   */
  record Found(List<ImageFile> images, List<String> empty) {
    /**
     * The images, of which every class must have some.
     *
     * @param place where they were looked for
     * @throws BadInputException if a class has none
     */
    List<ImageFile> requireEvery(String place) {
      if (!empty.isEmpty()) {
        throw new BadInputException(
            "%s: %s class folders hold no %s files: %s; put images there, directly in the folder, or remove it"
                .formatted(place, empty.size(), ImageFile.KNOWN_ENDINGS, some(empty)));
      }
      return images;
    }
  }

  /** URI of the folder, with a slash at the end. */
  String place() {
    return folder.root() + "/" + below;
  }

  /** The names of the classes, sorted; hidden folders are none. */
  List<String> names() throws IOException {
    return List.copyOf(folders().keySet());
  }

  /**
   * The names of the subfolders by class.
   *
   * @throws BadInputException if one cannot be opened by its name or is a link that leads out or to
   *     nothing, or if two are one class
   */
  private TreeMap<String, String> folders() throws IOException {
    TreeMap<String, String> folders = new TreeMap<>();
    for (FolderEntry entry : folder.entries(below)) {
      requireOpened(entry);
      if (isClass(entry)) {
        String before = folders.put(className(entry.name()), entry.name());
        if (before != null) {
          throw new BadInputException(
              "%s holds two folders that Unicode takes for one name, '%s'; put their files into one"
                  .formatted(place(), className(entry.name())));
        }
      }
    }
    return folders;
  }

  /** Whether an entry of the folder is a class. */
  static boolean isClass(FolderEntry entry) {
    return entry.isFolder() && !entry.isHidden();
  }

  static String className(String folder) {
    return Normalizer.normalize(folder, Normalizer.Form.NFC);
  }

  /** A class must not be lost because its folder cannot be looked into. */
  private void requireOpened(FolderEntry entry) {
    switch (entry.kind()) {
      case UNREADABLE_FOLDER_NAME ->
          throw new BadInputException(
              "%s%s is a folder whose name is no UTF-8, which Java cannot open; rename it, for example with convmv -r -f latin1 -t utf8 --notest"
                  .formatted(place(), entry.name()));
      case LOCALE -> {
        if (!ImageFile.isImage(entry.name())) {
          throw new BadInputException(
              "%s%s has a name beyond ASCII, which Java cannot open in this locale; set LC_ALL=C.UTF-8"
                  .formatted(place(), entry.name()));
        }
      }
      case OUTWARD_FOLDER -> {
        if (!entry.isHidden()) {
          throw folder.outward(below + entry.name());
        }
      }
      case BROKEN_LINK -> {
        if (mayBeClass(entry)) {
          throw folder.dead(below, entry);
        }
      }
      case UNREADABLE_NAME -> {
        if (mayBeClass(entry)) {
          throw new BadInputException(
              "%s%s has a name that is no UTF-8, which Java cannot open, and may be a link to a folder; rename it, for example with convmv -f latin1 -t utf8 --notest"
                  .formatted(place(), entry.name()));
        }
      }
      case FILE, FOLDER, OUTWARD_LINK, CIRCLE, SPECIAL -> {}
    }
  }

  /** Of a name of which nobody can say what it leads to. */
  private static boolean mayBeClass(FolderEntry entry) {
    return !entry.isHidden() && !ImageFile.isImage(entry.name());
  }

  /**
   * The image files of every class.
   *
   * @param classes in the order of their labels
   * @param unused gets what is no image
   * @throws BadInputException if a subfolder is none of the classes, or has images both in itself
   *     and one folder deeper
   */
  Found images(List<String> classes, UnusedEntries unused) throws IOException {
    Map<String, Integer> labels = new HashMap<>();
    classes.forEach(name -> labels.put(name, labels.size()));
    List<ImageFile> images = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    for (Map.Entry<String, String> entry : folders().entrySet()) {
      Integer label = labels.get(entry.getKey());
      if (label == null) {
        throw new BadInputException(
            "%s%s is none of the %s classes of the training images: %s"
                .formatted(place(), entry.getValue(), classes.size(), some(classes)));
      }
      List<FolderEntry> others = new ArrayList<>();
      int before = images.size();
      addClass(entry.getValue(), label, images, others);
      if (images.size() == before) {
        empty.add("%s (%s)".formatted(entry.getKey(), UnusedEntries.summary(others)));
      }
      others.forEach(other -> unused.add(below + entry.getValue() + "/", other));
    }
    return new Found(images, empty);
  }

  /** Those in the folder itself, or, as Tiny ImageNet has them, in its only subfolder. */
  private void addClass(String name, int label, List<ImageFile> images, List<FolderEntry> others)
      throws IOException {
    List<FolderEntry> entries = folder.entries(below + name);
    String inner = below + name + "/";
    String nested = inner + NESTED + "/";
    long flat = entries.stream().filter(ImageFile::isImage).count();
    for (FolderEntry entry : entries) {
      if (entry.isFolder() && entry.name().equals(NESTED)) {
        List<FolderEntry> deeper = folder.entries(nested);
        long inNested = deeper.stream().filter(ImageFile::isImage).count();
        if (flat > 0 && inNested > 0) {
          throw new BadInputException(
              "%s/%s holds %s images, and %s more in its folder %s; put all into one of the two"
                  .formatted(folder.root(), inner, flat, inNested, NESTED));
        }
        if (flat > 0) {
          others.add(entry);
        } else {
          deeper.forEach(image -> addImage(nested, inner, image, label, images, others));
        }
      } else {
        addImage(inner, inner, entry, label, images, others);
      }
    }
  }

  private static void addImage(
      String path,
      String id,
      FolderEntry entry,
      int label,
      List<ImageFile> images,
      List<FolderEntry> others) {
    if (ImageFile.isImage(entry)) {
      images.add(ImageFile.of(path, entry, id + entry.name(), label));
    } else {
      others.add(entry);
    }
  }

  /** Whether the folder is there and holds folders, as one of classes does. */
  boolean holdsFolders() throws IOException {
    return isThere() && !folders().isEmpty();
  }

  /** The same, but not where its only folder is one of images of one class, of that name. */
  boolean holdsTrainingClasses() throws IOException {
    return holdsFolders() && !holdsImagesOfNoClass(List.of());
  }

  /** Whether it holds folders, and all are some of the classes; nothing of it is refused. */
  boolean holdsOnly(List<String> classes) throws IOException {
    List<String> found =
        folder.entries(below).stream()
            .filter(ClassFolders::isClass)
            .map(entry -> className(entry.name()))
            .toList();
    return !found.isEmpty() && classes.containsAll(found);
  }

  boolean isThere() throws IOException {
    return folder.files().exists(folder.path(below))
        && folder.files().getFileStatus(folder.path(below)).isDirectory();
  }

  /** Whether its only folder is one of images, which says nothing of their classes. */
  boolean holdsImagesOfNoClass(List<String> classes) throws IOException {
    return isThere() && names().equals(List.of(NESTED)) && !classes.contains(NESTED);
  }

  /** The images of {@link #holdsImagesOfNoClass}, by name. */
  TreeMap<String, ImageFile> imagesOfNoClass() throws IOException {
    return flat(folder, below + NESTED + "/");
  }

  /** The images that lie in a folder itself, by name; their labels say nothing yet. */
  static TreeMap<String, ImageFile> flat(SourceFolder folder, String below) throws IOException {
    TreeMap<String, ImageFile> images = new TreeMap<>();
    for (FolderEntry entry : folder.entries(below)) {
      if (ImageFile.isImage(entry)) {
        images.put(entry.name(), ImageFile.of(below, entry, below + entry.name(), 0));
      }
    }
    return images;
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
    if (isThere() && folder.entries(below).stream().anyMatch(entry -> !entry.isHidden())) {
      throw new BadInputException(
          "%s/%s holds files, but no class folders; expected %s<class>/*.jpg as in the training images, or no such folder"
              .formatted(folder.root(), below, below));
    }
    return false;
  }

  /** At most so many of some texts, in one line. */
  static String some(List<String> texts) {
    String first = String.join(", ", texts.subList(0, Math.min(NAMED, texts.size())));
    return texts.size() > NAMED ? first + ", ..." : first;
  }
}
