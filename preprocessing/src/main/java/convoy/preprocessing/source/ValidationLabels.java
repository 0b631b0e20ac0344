// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Reads which class each flat validation image of ImageNet belongs to, in the forms in which the
 * labels go about:
 *
 * <ul>
 *   <li>an image's name and its wnid a line, and what may follow: boxes, as in Tiny ImageNet's
 *       {@code val_annotations.txt} and Kaggle's {@code LOC_val_solution.csv};
 *   <li>an image's name and a number a line, which counts the sorted wnids from 0: Caffe's {@code
 *       val.txt};
 *   <li>a wnid a line for the images in the order of their names: TensorFlow's {@code
 *       imagenet_2012_validation_synset_labels.txt};
 *   <li>a number a line for the same, the official ground truth, which counts from 1 the wnids in
 *       the order of the development kit.
 * </ul>
 */
public final class ValidationLabels {
  /** At most five digits, so that a number is one. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  /** Numbers of a box, and a wnid before them. */
  private static final int BOX = 5;

  /** A list of fewer wnids may stand in the order of the alphabet by chance. */
  private static final int TELLING = 3;

  private final LabelsFile file;
  private final Files where;
  private final List<String> classes;
  private final Map<String, Integer> labels = new HashMap<>();

  /**
   * Where the labels stand.
   *
   * @param labels URI of the labels file; null for one beside the images
   * @param wnids URI of the file whose line {@code i} begins with wnid {@code i}; null unless the
   *     labels are numbers
   */
  public record Files(String labels, String wnids) {
    /** Nothing was given. */
    static final Files NONE = new Files(null, null);
  }

  /**
   * Labels of a file.
   *
   * @param classes in the order of their labels
   */
  ValidationLabels(LabelsFile file, Files where, List<String> classes) {
    this.file = file;
    this.where = where;
    this.classes = classes;
    classes.forEach(name -> labels.put(name, labels.size()));
  }

  /**
   * The label of each image.
   *
   * @param images names of the images, sorted
   * @throws BadInputException if a line cannot be used
   */
  Map<String, Integer> read(List<String> images) throws IOException {
    List<List<String>> lines = new ArrayList<>(file.lines());
    lines.removeIf(line -> line.equals(List.of("ImageId", "PredictionString")));
    if (lines.stream().allMatch(line -> line.size() == 1)) {
      return inOrder(lines.stream().map(line -> line.get(0)).toList(), images);
    }
    if (lines.stream().allMatch(line -> line.size() == 2 && isNumber(line.get(1)))) {
      return byNumber(lines);
    }
    return byName(lines);
  }

  private Map<String, Integer> byName(List<List<String>> lines) {
    Map<String, Integer> found = new HashMap<>();
    for (List<String> line : lines) {
      if (line.size() < 2) {
        throw new BadInputException(
            "%s: expected lines of an image's name and a wnid, not '%s'"
                .formatted(file.path(), String.join(" ", line)));
      }
      // Kaggle's give the class before each box of an image.
      for (int i = 1; i < line.size(); i += BOX) {
        put(found, line.get(0), label(line.get(i)));
      }
    }
    return found;
  }

  private void put(Map<String, Integer> found, String image, int label) {
    Integer before = found.put(image, label);
    if (before != null && before != label) {
      throw new BadInputException("%s gives %s two classes".formatted(file.path(), image));
    }
  }

  /** Numbers beside names count from 0, and the wnids in the order of the alphabet. */
  private Map<String, Integer> byNumber(List<List<String>> lines) throws IOException {
    List<String> wnids = where.wnids() == null ? classes : wnids();
    List<Integer> numbers = lines.stream().map(line -> Integer.parseInt(line.get(1))).toList();
    int most = numbers.stream().mapToInt(Integer::intValue).max().orElse(0);
    if (!numbers.contains(0) || most >= wnids.size()) {
      throw new BadInputException(
          "%s gives images numbers, up to %s, of %s wnids; expected 0 to %s, as Caffe counts the sorted wnids, with 0 among them: give wnids in their place, or the list that they count: imagenet:DIR,valLabels=FILE,wnids=FILE"
              .formatted(file.path(), most, wnids.size(), wnids.size() - 1));
    }
    Map<String, Integer> found = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      put(found, lines.get(i).get(0), label(wnids.get(numbers.get(i))));
    }
    return found;
  }

  private Map<String, Integer> inOrder(List<String> words, List<String> images) throws IOException {
    if (words.size() != images.size()) {
      throw new BadInputException(
          "%s has %s lines for %s validation images; expected one for each"
              .formatted(file.path(), words.size(), images.size()));
    }
    boolean wnids = words.stream().noneMatch(ValidationLabels::isNumber);
    List<String> counted = wnids ? List.of() : developmentKit();
    Map<String, Integer> found = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      String word = words.get(i);
      found.put(images.get(i), label(wnids ? word : counted.get(index(word, i, counted.size()))));
    }
    return found;
  }

  private int index(String number, int line, int count) {
    int found = isNumber(number) ? Integer.parseInt(number) : 0;
    if (found < 1 || found > count) {
      throw new BadInputException(
          "%s: line %s is '%s'; expected a number from 1 to %s"
              .formatted(file.path(), line + 1, number, count));
    }
    return found - 1;
  }

  /** The wnids in the order that the ground truth counts: any other gives wrong labels. */
  private List<String> developmentKit() throws IOException {
    if (where.wnids() == null) {
      throw new BadInputException(
          "%s holds numbers; give the file whose line i is wnid i of the development kit: imagenet:DIR,wnids=FILE"
              .formatted(file.path()));
    }
    List<String> wnids = wnids();
    if (wnids.size() >= TELLING && wnids.stream().sorted().toList().equals(wnids)) {
      throw new BadInputException(
          "%s is sorted, and the numbers of %s do not count sorted wnids but those of the development kit, by ILSVRC2012_ID (meta.mat): every label would be wrong; give that list, or labels that are wnids"
              .formatted(where.wnids(), file.path()));
    }
    return wnids;
  }

  private List<String> wnids() throws IOException {
    return new LabelsFile(file.nearby(), new Path(where.wnids()))
        .lines().stream().map(line -> line.get(0)).toList();
  }

  private int label(String wnid) {
    Integer label = labels.get(wnid);
    if (label == null) {
      throw new BadInputException(
          "%s: %s is none of the %s classes of the training images, which are wnids such as %s"
              .formatted(file.path(), wnid, classes.size(), ClassFolders.some(classes)));
    }
    return label;
  }

  private static boolean isNumber(String word) {
    return NUMBER.matcher(word).matches();
  }
}
