// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import convoy.preprocessing.shard.ImageBlock;
import java.util.Arrays;

/**
 * Examples of unsigned bytes: the raw pixels of images.
 *
 * @param dimension values in one example, at least 1
 * @param labels the class of each example, from 0; not copied
 * @param values {@code [count, dimension]}, 0 to 255; not copied
 */
public record ByteVectors(int dimension, int[] labels, byte[] values) implements Vectors {
  /** What is subtracted from a byte, so that products stay below {@code 128 * 128}. */
  static final int SHIFT = 128;

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if the values are not those of as many examples as labels
   */
  public ByteVectors {
    Vectors.requireRows(dimension, labels.length, values.length);
  }

  /**
   * The pixels of a block, {@code [c, h, w]} each.
   *
   * @throws ArithmeticException if they are more than 2^31 - 1; more partitions have fewer each
   */
  public static ByteVectors of(ImageBlock block) {
    int dimension = block.shape().size();
    byte[] values = new byte[Math.multiplyExact(dimension, block.count())];
    int[] labels = new int[block.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = block.label(i);
      System.arraycopy(block.images().get(i).pixels(), 0, values, i * dimension, dimension);
    }
    return new ByteVectors(dimension, labels, values);
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public void copy(int example, float[] into, int offset) {
    int begin = example * dimension;
    for (int i = 0; i < dimension; i++) {
      into[offset + i] = (values[begin + i] & 0xff) - SHIFT;
    }
  }

  @Override
  public ByteVectors slice(int from, int to) {
    return new ByteVectors(
        dimension,
        Arrays.copyOfRange(labels, from, to),
        Arrays.copyOfRange(values, from * dimension, to * dimension));
  }
}
