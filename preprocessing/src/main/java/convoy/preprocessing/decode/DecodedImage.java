// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;

/**
 * The pixels of an image.
 *
 * @param shape {@code [3, height, width]}
 * @param rgb8 planes R, G, B, each row by row, a byte a pixel from 0 to 255; not copied, not to be
 *     changed
 */
public record DecodedImage(ImageShape shape, byte[] rgb8) {
  /**
   * An image.
   *
   * @throws IllegalArgumentException if there are not three channels, or not as many bytes as the
   *     shape has values
   */
  public DecodedImage {
    if (shape.channels() != 3 || rgb8.length != shape.size()) {
      throw new IllegalArgumentException(
          "three planes of %s are not %s bytes".formatted(shape, rgb8.length));
    }
  }
}
