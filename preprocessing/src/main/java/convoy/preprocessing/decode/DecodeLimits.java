// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.io.Serializable;

/**
 * How large an image may be, decided from its header before memory is taken for its pixels.
 * Decoding takes 3 to 7 bytes a pixel, of a progressive JPEG up to 15: its coefficients are kept
 * from scan to scan.
 *
 * @param pixels the most that width x height may be
 * @param side the most that width and height each may be, in pixels
 */
public record DecodeLimits(long pixels, int side) implements Serializable {
  /** The longest side, in pixels, that JPEG has as libraries implement it. */
  public static final int JPEG_SIDE = 65_500;

  /** 64 megapixels; no side over {@link #JPEG_SIDE}. */
  public static final DecodeLimits DEFAULT = new DecodeLimits(64_000_000, JPEG_SIDE);

  /** Pixels of an image whose three planes still fit one array. */
  private static final long ADDRESSABLE = Integer.MAX_VALUE / 3 - 8;

  /**
   * Limits.
   *
   * @throws IllegalArgumentException if a limit is under 1, or lets pass what no array can hold
   */
  public DecodeLimits {
    if (pixels < 1 || pixels > ADDRESSABLE || side < 1) {
      throw new IllegalArgumentException(
          "the limits of an image are 1 to %s pixels and a side of 1 or more, not %s and %s"
              .formatted(ADDRESSABLE, pixels, side));
    }
  }

  /** The shape of an RGB image of a header's width and height, if it is allowed. */
  ImageShape admit(long width, long height) throws RejectedImageException {
    if (width < 1 || height < 1) {
      throw RejectedImageException.damaged(
          "the header says %s x %s pixels (width x height)".formatted(width, height));
    }
    if (width > side || height > side || width * height > pixels) {
      throw RejectedImageException.tooLarge(
          "the header says %s x %s pixels (width x height); at most %s a side and %s in all"
              .formatted(width, height, side, pixels));
    }
    return new ImageShape(3, (int) height, (int) width);
  }
}
