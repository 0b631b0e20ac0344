// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import convoy.preprocessing.shard.ImageBlock;
import java.io.Serializable;

/** Examples as rows of numbers between which there are distances, each with its class. */
public sealed interface Vectors extends Serializable permits ByteVectors, FloatVectors {
  /** The raw values of a block: bytes of images, floats of lists of features. */
  static Vectors of(ImageBlock block) {
    return switch (block.elements()) {
      case UINT8 -> ByteVectors.of(block);
      case FLOAT32 -> FloatVectors.of(block);
    };
  }

  /** Values in one example, at least 1. */
  int dimension();

  /** The class of each example, from 0; not copied, not to be changed. */
  int[] labels();

  /** How many examples there are; may be 0. */
  default int count() {
    return labels().length;
  }

  /**
   * Whether all values are whole numbers small enough for {@link Estimates} to be the distances
   * themselves.
   */
  boolean exact();

  /**
   * Writes one example as floats, from which distances are the same as from its values; bytes are
   * shifted by 128.
   *
   * @param into receives {@link #dimension} values from {@code offset} on
   */
  void copy(int example, float[] into, int offset);

  /** The examples from {@code from} to before {@code to}, copied. */
  Vectors slice(int from, int to);

  /** Refuses values that are not those of so many examples. */
  static void requireRows(int dimension, int count, int values) {
    if (dimension < 1 || (long) dimension * count != values) {
      throw new IllegalArgumentException(
          "%s examples of %s values (legal: 1 or more) are not %s values"
              .formatted(count, dimension, values));
    }
  }
}
