// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import convoy.preprocessing.source.listing.SourceFolder;
import convoy.preprocessing.source.listing.UnusedEntries;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * ImageNet's validation images, in class folders, flat, or in the official tar.
 *
 * @param data the folder that holds {@code val/} or the tar
 * @param top the data set's folder, which may be above
 * @param classes in the order of their labels
 * @param labels what says the classes of flat images
 */
record ImageNetValidation(
    SourceFolder data, SourceFolder top, List<String> classes, ValidationLabels.Files labels) {
  /**
   * The slices; none where there are no validation images.
   *
   * @param unused gets what lies in {@code val/} and is not used
   * @throws BadInputException if images lie both in class folders and beside them
   */
  List<Slice> slices(UnusedEntries unused) throws IOException {
    ClassFolders folders = new ClassFolders(data, ImageNet.VALIDATION);
    List<Slice> slices = slices(folders, unused);
    if (folders.isThere()) {
      boolean flat = !folders.holdsFolders();
      unused.addOthers(
          data,
          ImageNet.VALIDATION,
          entry -> ClassFolders.isClass(entry) || (flat && ImageFile.isImage(entry)));
    }
    return slices;
  }

  private List<Slice> slices(ClassFolders folders, UnusedEntries unused) throws IOException {
    if (folders.holdsImagesOfNoClass(classes)) {
      return labelled(ImageNet.VALIDATION, folders.imagesOfNoClass(), unused);
    }
    if (folders.holdsFolders()) {
      List<ImageFile> images = folders.images(classes, unused).images();
      int beside = ClassFolders.flat(data, ImageNet.VALIDATION).size();
      if (beside > 0) {
        throw new BadInputException(
            "%s holds %s images in class folders and %s beside them, as if sorting them had broken off; sort the rest, or none"
                .formatted(folders.place(), images.size(), beside));
      }
      if (images.isEmpty()) {
        throw without();
      }
      return ImageFilesSlice.of(data.root(), Split.VALIDATION, images);
    }
    boolean there = folders.isThere();
    TreeMap<String, ImageFile> flat =
        there ? ClassFolders.flat(data, ImageNet.VALIDATION) : new TreeMap<>();
    if (!flat.isEmpty()) {
      return labelled(ImageNet.VALIDATION, flat, unused);
    }
    if (data.isFile(ImageNet.VALIDATION_TAR)) {
      TreeMap<String, ImageFile> packed = scan(data.path(ImageNet.VALIDATION_TAR));
      if (packed.isEmpty()) {
        throw without();
      }
      return labelled("", packed, unused);
    }
    if (there) {
      throw without();
    }
    return List.of();
  }

  private List<Slice> labelled(String below, TreeMap<String, ImageFile> found, UnusedEntries unused)
      throws IOException {
    var images = new FlatImages(new LabelsFile.Place(data, below), top, classes);
    return ImageFilesSlice.of(
        data.root(), Split.VALIDATION, images.labelled(found, labels, unused));
  }

  /** Images held out in place of official ones that were meant would make another data set. */
  private BadInputException without() {
    return new BadInputException(
        "%s holds no validation images: expected %s<wnid>/*.JPEG, %s*.JPEG with a labels file, or %s; to hold training images out instead, remove what is there of these"
            .formatted(
                data.root(), ImageNet.VALIDATION, ImageNet.VALIDATION, ImageNet.VALIDATION_TAR));
  }

  private TreeMap<String, ImageFile> scan(Path path) throws IOException {
    TreeMap<String, ImageFile> found = new TreeMap<>();
    long length = data.files().getFileStatus(path).getLen();
    try (TarEntries tar =
        new TarEntries(ArchiveBytes.stretch(data.files().open(path), 0, length))) {
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        TarEntries.Entry entry = next.get();
        String name = entry.baseName();
        if (entry.file() && ImageFile.isImage(name)) {
          ImageFile file =
              new ImageFile(ImageNet.VALIDATION_TAR, name, 0, entry.offset(), entry.size());
          if (found.put(name, file) != null) {
            throw new BadInputException("%s holds %s twice".formatted(path, name));
          }
        }
      }
    } catch (IOException e) {
      throw new IOException(path.getName() + ": " + e.getMessage(), e);
    }
    return found;
  }
}
