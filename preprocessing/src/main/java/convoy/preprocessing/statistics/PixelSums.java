// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.Arrays;

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

  private static final int WHITE = 255;

  private final ImageShape shape;
  private long count;
  private final long[] sums;
  private final int[] minima;
  private final int[] maxima;
  private final Gramian gramian;

  private PixelSums(ImageShape shape) {
    this.shape = shape;
    this.sums = new long[shape.size()];
    this.minima = new int[shape.size()];
    this.maxima = new int[shape.size()];
    this.gramian = new Gramian(shape.size());
    Arrays.fill(minima, WHITE);
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
          ("an image of %s has %,d values, and their covariance, %,d x %,d, would take %.1f GiB of"
                  + " memory; statistics can be drawn from images of at most %,d values: make the"
                  + " images smaller")
              .formatted(shape, size, size, size, 8.0 * size * size / (1L << 30), MAXIMUM_SIZE));
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
    if (rgb8.length != sums.length) {
      throw new IllegalArgumentException(
          "an image of %s has %d bytes, not %d".formatted(shape, sums.length, rgb8.length));
    }
    for (int i = 0; i < rgb8.length; i++) {
      int pixel = Byte.toUnsignedInt(rgb8[i]);
      sums[i] += pixel;
      minima[i] = Math.min(minima[i], pixel);
      maxima[i] = Math.max(maxima[i], pixel);
    }
    gramian.add(rgb8);
    count++;
    return this;
  }

  /**
   * Adds the sums of other images, which stay what they were.
   *
   * @return this
   * @throws IllegalArgumentException if their images have another shape
   */
  public PixelSums merge(PixelSums other) {
    if (!shape.equals(other.shape)) {
      throw new IllegalArgumentException(
          "sums over images of %s cannot be merged with sums over images of %s"
              .formatted(shape, other.shape));
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
      minima[i] = Math.min(minima[i], other.minima[i]);
      maxima[i] = Math.max(maxima[i], other.maxima[i]);
    }
    gramian.merge(other.gramian);
    count += other.count;
    return this;
  }

  /** The shape of every image. */
  public ImageShape shape() {
    return shape;
  }

  /** Images added so far. */
  public long count() {
    return count;
  }

  /** The sum of value i, 0 to 255, over all images. */
  public long sum(int i) {
    return sums[i];
  }

  /** The sum of value i times value j over all images. */
  public long product(int i, int j) {
    long shift = Gramian.SHIFT;
    return gramian.product(i, j) + shift * (sums[i] + sums[j]) - shift * shift * count;
  }

  /** The smallest value i of any image; 255 if there is no image. */
  public int minimum(int i) {
    return minima[i];
  }

  /** The largest value i of any image; 0 if there is no image. */
  public int maximum(int i) {
    return maxima[i];
  }
}
