// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ElementType;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;

/**
 * Exact sums over lists of float features: all that {@link Statistics} are drawn from, where
 * examples are no images. Begin with {@link #zero}, {@link #add} examples, {@link #merge} the sums
 * of parts: any partitioning and any order of merging give the same sums to the last bit.
 *
 * <p>Takes {@code 72 d (d + 1)} bytes for d features once there is an example (72 MiB for 1,024),
 * in memory and serialized. Not safe for use by several threads at a time.
 */
public final class FeatureSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most features whose products are summed exactly. */
  public static final int MAXIMUM_SIZE = 1_024;

  private final ImageShape shape;
  private long count;
  private final ExactSums sums;

  /** The lower triangle, row by row: row i begins at i (i + 1) / 2. */
  private final ExactSums products;

  private final float[] minima;
  private final float[] maxima;

  private FeatureSums(ImageShape shape) {
    int size = shape.size();
    this.shape = shape;
    this.sums = new ExactSums(size);
    this.products = new ExactSums(index(size, 0));
    this.minima = new float[size];
    this.maxima = new float[size];
    Arrays.fill(minima, Float.POSITIVE_INFINITY);
    Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
  }

  /**
   * The sums over no example.
   *
   * @param shape {@code [d, 1, 1]}
   * @throws BadInputException if there are more than {@link #MAXIMUM_SIZE} features
   */
  public static FeatureSums zero(ImageShape shape) {
    if (shape.size() > MAXIMUM_SIZE) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "the examples have %,d float32 features, but the exact covariance is computed of at most %,d; take fewer features",
              shape.size(),
              MAXIMUM_SIZE));
    }
    return new FeatureSums(shape);
  }

  /**
   * Adds one example.
   *
   * @param float32 {@code [d]}, four bytes a feature, little-endian; copied
   * @return this
   * @throws IllegalArgumentException if it is not {@code 4 d} bytes long, or a feature is NaN or
   *     infinite
   */
  public FeatureSums add(byte[] float32) {
    int size = shape.size();
    if (float32.length != size * Float.BYTES) {
      throw new IllegalArgumentException(
          "an example of %s features has %s bytes, not %s"
              .formatted(size, size * Float.BYTES, float32.length));
    }
    float[] features = new float[size];
    ElementType.FLOAT32.copy(float32, features, 0);
    int[] mantissas = new int[size];
    int[] positions = new int[size];
    for (int i = 0; i < size; i++) {
      if (!Float.isFinite(features[i])) {
        throw new IllegalArgumentException(
            "feature %s is %s, but only finite numbers have a sum".formatted(i, features[i]));
      }
      mantissas[i] = ExactSums.mantissa(features[i]);
      positions[i] = ExactSums.position(features[i]);
      minima[i] = Math.min(minima[i], features[i]);
      maxima[i] = Math.max(maxima[i], features[i]);
    }
    sums.begin();
    products.begin();
    for (int i = 0; i < size; i++) {
      sums.add(i, mantissas[i], positions[i]);
      for (int j = 0; j <= i; j++) {
        products.add(index(i, j), (long) mantissas[i] * mantissas[j], positions[i] + positions[j]);
      }
    }
    count++;
    return this;
  }

  /**
   * Adds the sums of other examples, which stay what they were.
   *
   * @return this
   * @throws IllegalArgumentException if they have another number of features
   */
  public FeatureSums merge(FeatureSums other) {
    if (!shape.equals(other.shape)) {
      throw new IllegalArgumentException(
          "sums over examples of %s cannot be merged with sums over examples of %s"
              .formatted(shape, other.shape));
    }
    sums.merge(other.sums);
    products.merge(other.products);
    for (int i = 0; i < minima.length; i++) {
      minima[i] = Math.min(minima[i], other.minima[i]);
      maxima[i] = Math.max(maxima[i], other.maxima[i]);
    }
    count += other.count;
    return this;
  }

  /** The shape of every example, {@code [d, 1, 1]}. */
  public ImageShape shape() {
    return shape;
  }

  /** Examples added so far. */
  public long count() {
    return count;
  }

  /** The mean of each feature, {@code [d]}, each the double nearest to the true one. */
  double[] mean() {
    BigInteger examples = BigInteger.valueOf(count);
    double[] mean = new double[shape.size()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = ExactQuotient.of(sums.value(i), examples, ExactSums.FLOAT_UNIT);
    }
    return mean;
  }

  /**
   * The covariance {@code [d, d]}, row by row, of every two features, each the double nearest to
   * the true one; denominator N. With {@code N^2 cov(x, y) = N sum(x y) - sum(x) sum(y)} nothing is
   * rounded before the division.
   */
  double[] covariance() {
    int size = shape.size();
    BigInteger examples = BigInteger.valueOf(count);
    BigInteger denominator = examples.multiply(examples);
    BigInteger[] totals = new BigInteger[size];
    Arrays.setAll(totals, sums::value);
    double[] covariance = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        BigInteger numerator =
            products.value(index(i, j)).multiply(examples).subtract(totals[i].multiply(totals[j]));
        double value = ExactQuotient.of(numerator, denominator, ExactSums.PRODUCT_UNIT);
        covariance[i * size + j] = value;
        covariance[j * size + i] = value;
      }
    }
    return covariance;
  }

  /** The smallest value of each feature, {@code [d]}; infinity if there is no example. */
  double[] minimum() {
    return doubles(minima);
  }

  /** The largest value of each feature, {@code [d]}; minus infinity if there is no example. */
  double[] maximum() {
    return doubles(maxima);
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  private static int index(int row, int column) {
    return row * (row + 1) / 2 + column;
  }
}
