// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.util.Arrays;

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

  /**
   * A frame on a white screen.
   *
   * @param screen the shape of the image
   * @param frame planes R, G, B of the frame, which lies within the screen
   * @param place of the frame on the screen
   */
  static DecodedImage onWhite(ImageShape screen, byte[] frame, FramePlace place) {
    int width = place.width();
    if (width == screen.width() && place.height() == screen.height()) {
      return new DecodedImage(screen, frame);
    }
    byte[] rgb = new byte[screen.size()];
    Arrays.fill(rgb, (byte) 255);
    int plane = frame.length / 3;
    for (int from = 0; from < frame.length; from += width) {
      int row = place.top() + from % plane / width;
      int to = from / plane * screen.plane() + row * screen.width() + place.left();
      System.arraycopy(frame, from, rgb, to, width);
    }
    return new DecodedImage(screen, rgb);
  }
}
