// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.util.Arrays;

/**
 * Resizes images. Each axis that shrinks is averaged by area, so that nothing aliases; each that
 * grows is interpolated linearly. Sums are taken in a fixed order in fp32 and rounded once, so that
 * the same image gives the same bytes on every machine; an axis that keeps its length keeps its
 * values.
 */
public final class Resize {
  private Resize() {}

  /**
   * Stretches or shrinks an image to a size, whatever that does to its aspect.
   *
   * @param height of the result, in pixels, 1 or more
   * @param width of the result, in pixels, 1 or more
   */
  public static DecodedImage to(DecodedImage image, int height, int width) {
    ImageShape shape = image.shape();
    return resample(
        image,
        Resampling.of(shape.height(), height, 0, height),
        Resampling.of(shape.width(), width, 0, width));
  }

  /**
   * Resizes an image so that its shorter side has {@code side} pixels, keeping its aspect: the
   * longer side is rounded to the nearest pixel.
   *
   * @param side in pixels, 1 or more
   * @throws RejectedImageException if the result is larger than the limits: a long and narrow image
   *     would grow out of proportion
   */
  public static DecodedImage shorterSide(DecodedImage image, int side, DecodeLimits limits)
      throws RejectedImageException {
    Size size = Size.shorterSide(image.shape(), side);
    if (size.height() > limits.side()
        || size.width() > limits.side()
        || size.height() * size.width() > limits.pixels()) {
      throw RejectedImageException.tooLarge(
          "%s pixels would become %s x %s (height x width) with a shorter side of %s"
              .formatted(image.shape(), size.height(), size.width(), side));
    }
    return to(image, (int) size.height(), (int) size.width());
  }

  /**
   * The square in the centre of the image with its shorter side resized: what {@link #shorterSide}
   * gives, computed only where it is kept, so that it needs no limits and less time. Where the
   * margins cannot be equal, the upper and the left one are a pixel narrower.
   *
   * @param side what the shorter side becomes, in pixels
   * @param crop of height and width of the result, in pixels, from 1 to {@code side}
   * @throws IllegalArgumentException if {@code crop} is out of that range
   */
  public static DecodedImage centreSquare(DecodedImage image, int side, int crop) {
    requireWithin(crop, side);
    Size size = Size.shorterSide(image.shape(), side);
    return resample(
        image,
        centre(image.shape().height(), size.height(), crop),
        centre(image.shape().width(), size.width(), crop));
  }

  private static Resampling centre(int length, long resized, int crop) {
    return Resampling.of(length, resized, (resized - crop) / 2, crop);
  }

  private static void requireWithin(int crop, int side) {
    if (crop < 1 || crop > side) {
      throw new IllegalArgumentException(
          "a square of %s pixels a side cannot be cut out of a shorter side of %s"
              .formatted(crop, side));
    }
  }

  private static DecodedImage resample(DecodedImage image, Resampling down, Resampling across) {
    ImageShape shape = image.shape();
    ImageShape resized = new ImageShape(3, down.count(), across.count());
    byte[] rgb = new byte[resized.size()];
    int firstRow = down.first(0);
    int rows = down.first(down.count() - 1) + down.weights(down.count() - 1).length - firstRow;
    float[] narrowed = new float[Math.multiplyExact(rows, resized.width())];
    float[] sums = new float[resized.width()];
    for (int plane = 0; plane < 3; plane++) {
      for (int row = 0; row < rows; row++) {
        int from = plane * shape.plane() + (firstRow + row) * shape.width();
        across(image.rgb8(), from, across, narrowed, row * resized.width());
      }
      for (int y = 0; y < resized.height(); y++) {
        int from = (down.first(y) - firstRow) * resized.width();
        down(narrowed, from, down.weights(y), sums);
        int to = plane * resized.plane() + y * resized.width();
        for (int x = 0; x < sums.length; x++) {
          rgb[to + x] = (byte) Math.min(255, (int) (sums[x] + 0.5f));
        }
      }
    }
    return new DecodedImage(resized, rgb);
  }

  /** One row of the image, resized. */
  private static void across(byte[] rgb8, int from, Resampling across, float[] row, int to) {
    for (int x = 0; x < across.count(); x++) {
      float[] weights = across.weights(x);
      int at = from + across.first(x);
      float sum = 0;
      for (float weight : weights) {
        sum += weight * (rgb8[at++] & 0xFF);
      }
      row[to + x] = sum;
    }
  }

  /** One row of the result, from as many rows as there are weights. */
  private static void down(float[] rows, int from, float[] weights, float[] sums) {
    Arrays.fill(sums, 0);
    int at = from;
    for (float weight : weights) {
      for (int x = 0; x < sums.length; x++) {
        sums[x] += weight * rows[at++];
      }
    }
  }

  /** Height and width, which may be more than an array can hold. */
  private record Size(long height, long width) {
    static Size shorterSide(ImageShape shape, int side) {
      if (side < 1) {
        throw new IllegalArgumentException("a shorter side of %s pixels".formatted(side));
      }
      long shorter = Math.min(shape.height(), shape.width());
      return new Size(scaled(shape.height(), side, shorter), scaled(shape.width(), side, shorter));
    }

    private static long scaled(long length, long side, long shorter) {
      return (2 * length * side + shorter) / (2 * shorter);
    }
  }
}
