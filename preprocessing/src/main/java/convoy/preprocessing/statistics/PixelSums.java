// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.Locale;

/**
 * Exact integer sums over images: all that {@link Statistics} are drawn from. Begin with {@link
 * #zero}, {@link #add} images, {@link #merge} the sums of parts: any partitioning and any order of
 * merging give the same sums to the last bit.
 *
 * <p>Takes {@code 4 d (d + 1)} bytes for images of d values once there is an image (36 MiB for
 * CIFAR), in memory and serialized, and {@code 5,120 d} bytes (15 MiB) more while images are added.
 * Not safe for use by several threads at a time.
 */
public final class PixelSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most values in an image: a covariance of this order takes 2 GiB in fp64. */
  public static final int MAXIMUM_SIZE = 16_384;

  private final ValueSums values;
  private final Gramian gramian;

  private PixelSums(ImageShape shape) {
    this.values = ValueSums.zero(shape);
    this.gramian = new Gramian(shape.size());
  }

  /**
   * The sums over no image.
   *
   * @throws BadInputException if an image of that shape has more than {@link #MAXIMUM_SIZE} values
   */
  public static PixelSums zero(ImageShape shape) {
    long size = (long) shape.channels() * shape.height() * shape.width();
    if (size > MAXIMUM_SIZE) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "an image of %s has %,d values, and their covariance, %,d x %,d, would take %.1f GiB of"
                  + " memory; the exact one can be drawn from images of at most %,d values: make"
                  + " the images smaller (imageSize, --image-size), or find the first principal"
                  + " components without it, for example with statistics.components=256"
                  + " (--components 256)",
              shape,
              size,
              size,
              size,
              8.0 * size * size / (1L << 30),
              MAXIMUM_SIZE));
    }
    return new PixelSums(shape);
  }

  /**
   * Adds one image.
   *
   * @param rgb8 {@code [c, h, w]}, one unsigned byte a value; copied
   * @return this
   * @throws IllegalArgumentException if it is not {@code c * h * w} bytes long
   */
  public PixelSums add(byte[] rgb8) {
    values.add(rgb8);
    gramian.add(rgb8);
    return this;
  }

  /**
   * Adds the sums of other images, which stay what they were.
   *
   * @return this
   * @throws IllegalArgumentException if their images have another shape
   */
  public PixelSums merge(PixelSums other) {
    values.merge(other.values);
    gramian.merge(other.gramian);
    return this;
  }

  /** The shape of every image. */
  public ImageShape shape() {
    return values.shape();
  }

  /** Images added so far. */
  public long count() {
    return values.count();
  }

  /** The sums of each value alone. */
  ValueSums values() {
    return values;
  }

  /** The sum of value i, 0 to 255, over all images. */
  public long sum(int i) {
    return values.sum(i);
  }

  /** The sum of value i times value j over all images. */
  public long product(int i, int j) {
    long shift = Gramian.SHIFT;
    return gramian.product(i, j) + shift * (sum(i) + sum(j)) - shift * shift * count();
  }

  /**
   * The covariance {@code [d, d]}, row by row, of every two values; denominator N.
   *
   * @throws BadInputException if there is no image
   */
  public double[] covariance() {
    Statistics.requireImages(values);
    return Covariance.matrix(this);
  }
}
