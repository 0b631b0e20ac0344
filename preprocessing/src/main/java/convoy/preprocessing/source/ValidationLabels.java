// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads which class each flat validation image of ImageNet belongs to. Two forms are known: lines
 * {@code ILSVRC2012_val_00000001.JPEG n01440764}; and the official ground truth, one number a line
 * for the images in the order of their names, which counts from 1 the lines of a file of wnids.
 */
public final class ValidationLabels {
  /** The official files have 3.3 MB at most. */
  private static final long MOST_BYTES = 64L << 20;

  private ValidationLabels() {}

  /**
   * Where the labels stand.
   *
   * @param labels URI of the labels file; null for the only {@code .txt} beside the images
   * @param wnids URI of the file whose line {@code i} begins with wnid {@code i}; null unless the
   *     labels are numbers
   */
  public record Files(String labels, String wnids) {}

  /**
   * The label of each image.
   *
   * @param beside the folder where the labels file is looked for
   * @param classes in the order of their labels
   * @param images names of the images, sorted
   * @throws BadInputException if there is no labels file, or a line of it cannot be used
   */
  static Map<String, Integer> read(
      FileSystem files, Path beside, Files where, List<String> classes, List<String> images)
      throws IOException {
    Path file = where.labels() == null ? find(files, beside) : new Path(where.labels());
    List<String[]> lines = lines(files, file);
    boolean numbers = lines.stream().allMatch(line -> line.length == 1);
    return numbers
        ? byNumber(file, lines, wnids(files, file, where), classes, images)
        : byName(file, lines, classes);
  }

  private static Map<String, Integer> byName(
      Path file, List<String[]> lines, List<String> classes) {
    Map<String, Integer> labels = new HashMap<>();
    for (String[] line : lines) {
      if (line.length != 2) {
        throw new BadInputException(
            "%s: expected lines of an image's name and a wnid, not '%s'"
                .formatted(file, String.join(" ", line)));
      }
      Integer before = labels.put(line[0], label(file, line[1], classes));
      if (before != null && !before.equals(labels.get(line[0]))) {
        throw new BadInputException("%s gives %s two classes".formatted(file, line[0]));
      }
    }
    return labels;
  }

  private static Map<String, Integer> byNumber(
      Path file,
      List<String[]> lines,
      List<String> wnids,
      List<String> classes,
      List<String> images) {
    if (lines.size() != images.size()) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s has %,d lines for %,d validation images; expected one for each",
              file,
              lines.size(),
              images.size()));
    }
    Map<String, Integer> labels = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      String number = lines.get(i)[0];
      // At most four digits, so that a number is one.
      if (!number.matches("[0-9]{1,4}")
          || Integer.parseInt(number) < 1
          || Integer.parseInt(number) > wnids.size()) {
        throw new BadInputException(
            "%s: line %s is '%s'; expected a number from 1 to %s"
                .formatted(file, i + 1, number, wnids.size()));
      }
      labels.put(images.get(i), label(file, wnids.get(Integer.parseInt(number) - 1), classes));
    }
    return labels;
  }

  private static int label(Path file, String wnid, List<String> classes) {
    int label = classes.indexOf(wnid);
    if (label < 0) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s: %s is none of the %,d classes of the training images",
              file,
              wnid,
              classes.size()));
    }
    return label;
  }

  private static List<String> wnids(FileSystem files, Path file, Files where) throws IOException {
    if (where.wnids() == null) {
      throw new BadInputException(
          "%s holds numbers; give the file whose line i is wnid i: imagenet:DIR,wnids=FILE"
              .formatted(file));
    }
    return lines(files, new Path(where.wnids())).stream().map(line -> line[0]).toList();
  }

  private static Path find(FileSystem files, Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    for (FileStatus status : files.listStatus(folder)) {
      if (status.isFile() && status.getPath().getName().endsWith(".txt")) {
        found.add(status.getPath());
      }
    }
    if (found.size() != 1) {
      throw new BadInputException(
          "%s holds flat validation images and %s .txt files; name the one of their labels:"
                  .formatted(folder, found.size())
              + " imagenet:DIR,valLabels=FILE");
    }
    return found.get(0);
  }

  private static List<String[]> lines(FileSystem nearby, Path path) throws IOException {
    FileSystem files = path.getFileSystem(nearby.getConf());
    if (!files.exists(path)) {
      throw new BadInputException(path + " does not exist; it should say ImageNet's labels");
    }
    long length = files.getFileStatus(path).getLen();
    if (length > MOST_BYTES) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s has %,d bytes; a file of labels has at most %,d",
              path,
              length,
              MOST_BYTES));
    }
    byte[] bytes = new byte[(int) length];
    try (FSDataInputStream in = files.open(path)) {
      in.readFully(0, bytes);
    }
    return new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.split("\\s+"))
        .toList();
  }
}
