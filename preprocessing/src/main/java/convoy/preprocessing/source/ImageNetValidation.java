// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * ImageNet's validation images, in class folders, flat, or in the official tar.
 *
 * @param root URI of the data set's folder
 * @param classes in the order of their labels
 * @param labels what says the classes of flat images
 */
record ImageNetValidation(
    FileSystem files, String root, List<String> classes, ValidationLabels.Files labels) {

  /** What training images belong to: beside an official validation split nothing is held out. */
  static Split trainingSplit(boolean officialValidation) {
    return officialValidation ? Split.TRAIN : null;
  }

  /** The slices; none where there are no validation images. */
  List<Slice> slices() throws IOException {
    ClassFolders folders = new ClassFolders(files, root, ImageNet.VALIDATION);
    if (folders.holdsFolders()) {
      return ImageFilesSlice.of(root, Split.VALIDATION, folders.images(classes));
    }
    TreeMap<String, ImageFile> found = new TreeMap<>();
    Path folder = new Path(root + "/" + ImageNet.VALIDATION);
    Path tar = new Path(root + "/" + ImageNet.VALIDATION_TAR);
    Path beside = folder;
    boolean there = files.exists(folder);
    if (there) {
      flat(folder, found);
    }
    if (found.isEmpty() && files.exists(tar)) {
      scan(tar, found);
      beside = new Path(root);
      there = true;
    }
    if (found.isEmpty()) {
      refuseWithoutImages(there);
      return List.of();
    }
    Map<String, Integer> known =
        ValidationLabels.read(files, beside, labels, classes, List.copyOf(found.keySet()));
    List<ImageFile> images = new ArrayList<>();
    found.forEach((name, file) -> images.add(labelled(name, file, known)));
    return ImageFilesSlice.of(root, Split.VALIDATION, images);
  }

  /** Images held out in place of official ones that were meant would make another data set. */
  private void refuseWithoutImages(boolean there) {
    if (there) {
      throw new BadInputException(
          "%s holds no validation images: expected %s<wnid>/*.JPEG, %s*.JPEG with a labels file, or %s; to hold training images out instead, remove what is there of these"
              .formatted(root, ImageNet.VALIDATION, ImageNet.VALIDATION, ImageNet.VALIDATION_TAR));
    }
  }

  private ImageFile labelled(String name, ImageFile file, Map<String, Integer> known) {
    Integer label = known.get(name);
    if (label == null) {
      throw new BadInputException("%s: the labels file says nothing of %s".formatted(root, name));
    }
    // The id that the image has where it lies in a folder of its class.
    String id = ImageNet.VALIDATION + classes.get(label) + "/" + name;
    return new ImageFile(file.path(), id, label, file.offset(), file.length());
  }

  private void flat(Path folder, Map<String, ImageFile> found) throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      String name = status.getPath().getName();
      if (status.isFile() && ImageFile.isImage(name)) {
        String path = ImageNet.VALIDATION + name;
        found.put(name, new ImageFile(path, path, 0, 0, status.getLen()));
      }
    }
  }

  private void scan(Path path, Map<String, ImageFile> found) throws IOException {
    long length = files.getFileStatus(path).getLen();
    try (TarEntries tar = new TarEntries(ArchiveBytes.stretch(files.open(path), 0, length))) {
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
  }
}
