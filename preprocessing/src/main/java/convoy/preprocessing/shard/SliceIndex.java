// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Split;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one reading of a slice finds out of its examples, without their images: 32 bytes an example,
 * in the order of the slice.
 */
final class SliceIndex implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FIRST_CAPACITY = 64;

  private final Split officialSplit;
  private final List<Rejection> rejections = new ArrayList<>();
  private int size;
  private long[] keys = new long[FIRST_CAPACITY];
  private long[] contents = new long[2 * FIRST_CAPACITY];
  private int[] labels = new int[FIRST_CAPACITY];
  private int[] bytes = new int[FIRST_CAPACITY];

  /** Nothing yet; {@code officialSplit} is that of the slice. */
  SliceIndex(Optional<Split> officialSplit) {
    this.officialSplit = officialSplit.orElse(null);
  }

  /**
   * Adds an example.
   *
   * @param stored bytes that its image will take in a shard, about
   */
  void add(long key, int label, Content content, int stored) {
    if (size == keys.length) {
      resize(2 * size);
    }
    keys[size] = key;
    labels[size] = label;
    bytes[size] = stored;
    contents[2 * size] = content.high();
    contents[2 * size + 1] = content.low();
    size++;
  }

  void reject(Rejection rejection) {
    rejections.add(rejection);
  }

  /** Gives back what was taken in advance, before the index travels. */
  SliceIndex trimmed() {
    resize(size);
    return this;
  }

  private void resize(int capacity) {
    keys = Arrays.copyOf(keys, capacity);
    contents = Arrays.copyOf(contents, 2 * capacity);
    labels = Arrays.copyOf(labels, capacity);
    bytes = Arrays.copyOf(bytes, capacity);
  }

  int size() {
    return size;
  }

  Optional<Split> officialSplit() {
    return Optional.ofNullable(officialSplit);
  }

  List<Rejection> rejections() {
    return rejections;
  }

  long key(int example) {
    return keys[example];
  }

  int label(int example) {
    return labels[example];
  }

  int bytes(int example) {
    return bytes[example];
  }

  Content content(int example) {
    return new Content(contents[2 * example], contents[2 * example + 1]);
  }
}
