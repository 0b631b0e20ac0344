// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.Example;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What the manifest says of some examples of a split: how many of each class, their digest, their
 * shape. The same in whatever order and parts they are added.
 */
final class SplitSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] classHistogram;
  private final ContentDigest content = new ContentDigest();

  /** The shape of every image so far; null before the first, and once there were two. */
  private ImageShape shape;

  private boolean differ;

  /** What the values of every example are, and the id of the first; null before it. */
  private ElementType elements;

  private String firstId;

  private SplitSummary(int classes) {
    this.classHistogram = new long[classes];
  }

  /** Of no examples. */
  static SplitSummary zero(int classes) {
    return new SplitSummary(classes);
  }

  /**
   * Adds an example.
   *
   * @param example with a label below the number of classes
   * @throws BadInputException if it is an image and the first is not, or the other way round
   */
  void add(Example example) {
    see(example.encoding().elements(), example.id());
    see(example.shape());
    classHistogram[example.label()]++;
    content.add(example);
  }

  /**
   * Adds all of another, which is of as many classes.
   *
   * @throws BadInputException if it is of images and this is not, or the other way round
   */
  void merge(SplitSummary other) {
    if (other.elements != null) {
      see(other.elements, other.firstId);
    }
    differ |= other.differ;
    see(other.shape);
    Arrays.setAll(classHistogram, label -> classHistogram[label] + other.classHistogram[label]);
    content.merge(other.content);
  }

  private void see(ImageShape seen) {
    differ |= shape != null && seen != null && !shape.equals(seen);
    shape = differ ? null : seen == null ? shape : seen;
  }

  private void see(ElementType seen, String id) {
    if (elements == null) {
      elements = seen;
      firstId = id;
    } else if (elements != seen) {
      throw new BadInputException(
          "a data set has examples of one kind, but %s is of %s values and %s of %s"
              .formatted(firstId, elements.code(), id, seen.code()));
    }
  }

  long count() {
    return Arrays.stream(classHistogram).sum();
  }

  List<Long> classHistogram() {
    return Arrays.stream(classHistogram).boxed().toList();
  }

  /** The shape of all images; null where they differ, or there are none. */
  ImageShape commonShape() {
    return shape;
  }

  /**
   * What the values of all examples are; there is at least one.
   *
   * @throws BadInputException if features differ in number
   */
  ElementType commonElements() {
    if (elements == ElementType.FLOAT32 && differ) {
      throw new BadInputException(
          "the examples differ in the number of their features; every one must have the same");
    }
    return elements;
  }

  /** The digest of the examples: 64 hexadecimal digits. */
  String digest() {
    return content.hex();
  }
}
