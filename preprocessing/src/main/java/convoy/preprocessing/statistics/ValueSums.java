// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import convoy.preprocessing.ImageShape;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Exact integer sums of each value over all images, and of the products of the channels of each
 * pixel, but of no two pixels: what means, deviations, extremes and the covariance of colours are
 * drawn from. Begin with {@link #zero}, {@link #add} images, {@link #merge} the sums of parts, in
 * any order.
 *
 * <p>Takes {@code 24 d} bytes for images of d values. Sums fit into 63 bits for {@code 2^47}
 * pixels. Not safe for use by several threads at a time.
 */
public final class ValueSums implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int WHITE = 255;

  private final ImageShape shape;
  private long count;
  private final long[] sums;
  private final long[] squares;
  private final int[] minima;
  private final int[] maxima;

  /** Of channels a and b below a, at a (a - 1) / 2 + b; those of a with itself are squares. */
  private final long[] products;

  private ValueSums(ImageShape shape) {
    this.shape = shape;
    this.sums = new long[shape.size()];
    this.squares = new long[shape.size()];
    this.minima = new int[shape.size()];
    this.maxima = new int[shape.size()];
    this.products = new long[shape.channels() * (shape.channels() - 1) / 2];
    Arrays.fill(minima, WHITE);
  }

  /** The sums over no image. */
  public static ValueSums zero(ImageShape shape) {
    return new ValueSums(shape);
  }

  /**
   * Adds one image.
   *
   * @param rgb8 {@code [c, h, w]}, one unsigned byte a value; copied
   * @return this
   * @throws IllegalArgumentException if it is not {@code c * h * w} bytes long
   */
  public ValueSums add(byte[] rgb8) {
    if (rgb8.length != sums.length) {
      throw new IllegalArgumentException(
          "an image of %s has %s bytes, not %s".formatted(shape, sums.length, rgb8.length));
    }
    for (int i = 0; i < rgb8.length; i++) {
      int pixel = Byte.toUnsignedInt(rgb8[i]);
      sums[i] += pixel;
      squares[i] += (long) pixel * pixel;
      minima[i] = Math.min(minima[i], pixel);
      maxima[i] = Math.max(maxima[i], pixel);
    }
    for (int a = 1, next = 0; a < shape.channels(); a++) {
      for (int b = 0; b < a; b++) {
        products[next++] += product(rgb8, a * shape.plane(), b * shape.plane());
      }
    }
    count++;
    return this;
  }

  private long product(byte[] rgb8, int a, int b) {
    long sum = 0;
    for (int i = 0; i < shape.plane(); i++) {
      sum += Byte.toUnsignedLong(rgb8[a + i]) * Byte.toUnsignedInt(rgb8[b + i]);
    }
    return sum;
  }

  /**
   * Adds the sums of other images, which stay what they were.
   *
   * @return this
   * @throws IllegalArgumentException if their images have another shape
   */
  public ValueSums merge(ValueSums other) {
    if (!shape.equals(other.shape)) {
      throw new IllegalArgumentException(
          "sums over images of %s cannot be merged with sums over images of %s"
              .formatted(shape, other.shape));
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
      squares[i] += other.squares[i];
      minima[i] = Math.min(minima[i], other.minima[i]);
      maxima[i] = Math.max(maxima[i], other.maxima[i]);
    }
    for (int i = 0; i < products.length; i++) {
      products[i] += other.products[i];
    }
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

  /** The sum of the squares of value i over all images. */
  public long square(int i) {
    return squares[i];
  }

  /** The sum of a channel over all pixels of all images. */
  public long channelSum(int channel) {
    return ofChannel(sums, channel);
  }

  /** The sum of channel a times channel b of the same pixel over all pixels of all images. */
  public long channelProduct(int a, int b) {
    int high = Math.max(a, b);
    return a == b ? ofChannel(squares, a) : products[high * (high - 1) / 2 + Math.min(a, b)];
  }

  private long ofChannel(long[] values, int channel) {
    int begin = channel * shape.plane();
    return Arrays.stream(values, begin, begin + shape.plane()).sum();
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
