// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The first pass of {@link RandomizedPca}: the sketch {@code Z = X^T X T} of the Gramian of the
 * rows {@code X = pixel - 128}, for a random matrix T, {@code [d, l]}, of signs +1 and -1 that the
 * seed decides; and the sums of each value alone. {@link #zero}, {@link #add}, {@link #merge}.
 *
 * <p>Signs instead of normal deviates, because all sums are then integers: of magnitude {@code
 * 128^2 d n} at most for n images, which fp64 adds exactly, in any order, up to {@code 2^53}: for
 * 3.6 million images of 224 x 224 x 3. Any partitioning gives the same sketch to the last bit; more
 * images are refused, because the order of adding would show.
 *
 * <p>Takes {@code 16 d l} bytes, and 64 MiB more while images are added.
 */
final class RangeSketch implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The fewest directions beyond those asked for, which make it likely that none of these is
   * missed; otherwise as many again, because spectra of images fall slowly.
   */
  private static final int OVERSAMPLING = 16;

  private static final int BLOCK_VALUES = 1 << 23;
  private static final int MOST_ROWS = 1024;

  /** Up to here fp64 holds every whole number. */
  private static final long EXACT = 1L << 53;

  private final ValueSums values;
  private final int components;
  private final int columns;
  private final long seed;

  /** {@code [d, l]}, row by row; null while nothing was multiplied. */
  private double[] sketch;

  private transient double[] signs;
  private transient double[] pending;
  private transient int rows;

  private RangeSketch(ImageShape shape, int components, long seed) {
    this.values = ValueSums.zero(shape);
    this.components = components;
    this.columns =
        (int) Math.min((long) components + Math.max(components, OVERSAMPLING), shape.size());
    this.seed = seed;
  }

  /**
   * The sketch of no image.
   *
   * @param components wanted in the end
   * @param seed decides the signs
   * @throws BadInputException if components is not from 1 to the number of values of an image, or
   *     the sketch would take more than an array
   */
  static RangeSketch zero(ImageShape shape, int components, long seed) {
    if (components < 1 || components > shape.size()) {
      throw new BadInputException(
          ("images of %s have from 1 to %s principal components, not %s; change"
                  + " statistics.components (--components)")
              .formatted(shape, shape.size(), components));
    }
    RangeSketch zero = new RangeSketch(shape, components, seed);
    long size = (long) shape.size() * zero.columns;
    if (size > Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%d principal components of images of %s would take a sketch of %.1f GiB; an array holds"
                  + " 16: lower statistics.components (--components)",
              components,
              shape,
              8.0 * size / (1L << 30)));
    }
    return zero;
  }

  /**
   * Refuses so many images that their sum may not be exact.
   *
   * @throws BadInputException if they are
   */
  static void requireExact(ImageShape shape, long images) {
    long most = EXACT / Gramian.SHIFT / Gramian.SHIFT / shape.size();
    if (images > most) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "randomized components are found from at most %,d images of %s, not %,d: sums over more"
                  + " are not exact; lower imageSize (--image-size)",
              most,
              shape,
              images));
    }
  }

  /**
   * Adds one image.
   *
   * @param rgb8 {@code [c, h, w]}, one unsigned byte a value; copied
   * @return this
   */
  RangeSketch add(byte[] rgb8) {
    values.add(rgb8);
    int d = rgb8.length;
    if (pending == null) {
      pending = new double[Math.max(1, Math.min(MOST_ROWS, BLOCK_VALUES / d)) * d];
    }
    for (int i = 0; i < d; i++) {
      pending[rows * d + i] = Byte.toUnsignedInt(rgb8[i]) - Gramian.SHIFT;
    }
    rows++;
    if (rows * d == pending.length) {
      multiplyPending();
    }
    return this;
  }

  /**
   * Adds the images of another sketch of the same seed, which stays what it was.
   *
   * @return this
   */
  RangeSketch merge(RangeSketch other) {
    if (columns != other.columns || seed != other.seed) {
      throw new IllegalArgumentException("sketches by different signs cannot be merged");
    }
    flush();
    other.flush();
    values.merge(other.values);
    if (other.sketch != null && sketch == null) {
      sketch = other.sketch.clone();
    } else if (other.sketch != null) {
      for (int i = 0; i < sketch.length; i++) {
        sketch[i] += other.sketch[i];
      }
    }
    return this;
  }

  /** The sums of each value alone. */
  ValueSums values() {
    return values;
  }

  /**
   * The basis of the space that the sketch spans once the images are centred: {@code Z - n m (m^T
   * T)} with the mean m of the rows of X.
   *
   * @throws IllegalArgumentException if there is no image
   * @throws BadInputException if there are too many for exact sums
   */
  RandomizedPca range() {
    if (values.count() == 0) {
      throw new IllegalArgumentException("no image spans no space");
    }
    requireExact(values.shape(), values.count());
    flush();
    int d = values.shape().size();
    double[] mean = new double[d];
    double[] projected = new double[columns];
    for (int i = 0; i < d; i++) {
      mean[i] = (double) values.sum(i) / values.count() - Gramian.SHIFT;
      for (int j = 0; j < columns; j++) {
        projected[j] += mean[i] * signs()[i * columns + j];
      }
    }
    double[] centred = new double[sketch.length];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < columns; j++) {
        centred[j * d + i] = sketch[i * columns + j] - values.count() * mean[i] * projected[j];
      }
    }
    return RandomizedPca.of(centred, columns, mean, components);
  }

  private void multiplyPending() {
    int d = values.shape().size();
    if (sketch == null) {
      sketch = new double[d * columns];
    }
    BlasThreads.useOne();
    double[] products = new double[rows * columns];
    cblas_dgemm(
        CblasRowMajor,
        CblasNoTrans,
        CblasNoTrans,
        rows,
        columns,
        d,
        1,
        pending,
        d,
        signs(),
        columns,
        0,
        products,
        columns);
    cblas_dgemm(
        CblasRowMajor,
        CblasTrans,
        CblasNoTrans,
        d,
        columns,
        rows,
        1,
        pending,
        d,
        products,
        columns,
        1,
        sketch,
        columns);
    rows = 0;
  }

  private double[] signs() {
    if (signs == null) {
      SplittableRandom random = new SplittableRandom(seed);
      signs = new double[values.shape().size() * columns];
      for (int i = 0; i < signs.length; i++) {
        signs[i] = random.nextBoolean() ? 1 : -1;
      }
    }
    return signs;
  }

  private void flush() {
    if (rows > 0) {
      multiplyPending();
    }
    pending = null;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    flush();
    out.defaultWriteObject();
  }
}
