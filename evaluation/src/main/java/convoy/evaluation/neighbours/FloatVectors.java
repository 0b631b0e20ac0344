// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import convoy.preprocessing.shard.ImageBlock;
import convoy.preprocessing.transform.Preprocessor;
import java.util.Arrays;

/**
 * Examples of floats: preprocessed pixels, features, or the codes that a network computes of
 * images.
 *
 * @param dimension values in one example, at least 1
 * @param labels the class of each example, from 0; not copied
 * @param values {@code [count, dimension]}, all finite; not copied
 */
public record FloatVectors(int dimension, int[] labels, float[] values) implements Vectors {
  /** Images preprocessed at a time, always as many. */
  public static final int BATCH = 128;

  /**
   * Checks lengths and values.
   *
   * @throws IllegalArgumentException if the values are not those of as many examples as labels, or
   *     one is NaN or infinite: it would have no neighbours
   */
  public FloatVectors {
    Vectors.requireRows(dimension, labels.length, values.length);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            ("value %s of example %s is %s, legal: finite; usually a standardization by a deviation"
                    + " of 0 or a network that diverged")
                .formatted(i % dimension, i / dimension, values[i]));
      }
    }
  }

  /**
   * The raw values of a block; pixels as 0 to 255.
   *
   * @throws ArithmeticException if they are more than 2^31 - 1; more partitions have fewer each
   */
  public static FloatVectors of(ImageBlock block) {
    int dimension = block.shape().size();
    float[] values = new float[Math.multiplyExact(dimension, block.count())];
    for (int i = 0; i < block.count(); i++) {
      block.copyImage(i, values, i * dimension);
    }
    return new FloatVectors(dimension, labels(block), values);
  }

  /**
   * The preprocessed values of a block. The preprocessor sees minibatches of one size, the last
   * filled up with zeros: what becomes of an image should not depend on how many follow it.
   *
   * @throws ArithmeticException if they are more than 2^31 - 1; more partitions have fewer each
   */
  public static FloatVectors of(ImageBlock block, Preprocessor preprocessor) {
    int size = block.shape().size();
    int dimension = preprocessor.outputShape(block.shape()).size();
    float[] values = new float[Math.multiplyExact(dimension, block.count())];
    float[] batch = new float[Math.multiplyExact(BATCH, size)];
    for (int from = 0; from < block.count(); from += BATCH) {
      int to = Math.min(from + BATCH, block.count());
      Arrays.fill(batch, 0);
      for (int i = from; i < to; i++) {
        block.copyImage(i, batch, (i - from) * size);
      }
      preprocessor.apply(batch, BATCH);
      System.arraycopy(batch, 0, values, from * dimension, (to - from) * dimension);
    }
    return new FloatVectors(dimension, labels(block), values);
  }

  static int[] labels(ImageBlock block) {
    int[] labels = new int[block.count()];
    Arrays.setAll(labels, block::label);
    return labels;
  }

  @Override
  public boolean exact() {
    return false;
  }

  @Override
  public void copy(int example, float[] into, int offset) {
    System.arraycopy(values, example * dimension, into, offset, dimension);
  }

  @Override
  public FloatVectors slice(int from, int to) {
    return new FloatVectors(
        dimension,
        Arrays.copyOfRange(labels, from, to),
        Arrays.copyOfRange(values, from * dimension, to * dimension));
  }
}
