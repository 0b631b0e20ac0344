// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

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
   */
  void add(Example example) {
    see(example.shape());
    classHistogram[example.label()]++;
    content.add(example);
  }

  /** Adds all of another, which is of as many classes. */
  void merge(SplitSummary other) {
    differ |= other.differ;
    see(other.shape);
    Arrays.setAll(classHistogram, label -> classHistogram[label] + other.classHistogram[label]);
    content.merge(other.content);
  }

  private void see(ImageShape seen) {
    differ |= shape != null && seen != null && !shape.equals(seen);
    shape = differ ? null : seen == null ? shape : seen;
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

  /** The digest of the examples: 64 hexadecimal digits. */
  String digest() {
    return content.hex();
  }
}
