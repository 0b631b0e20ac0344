// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.augment.Crop.Padding;
import java.io.Serializable;

/**
 * One way to look at an image at test time: mirrored or not, and shifted by whole pixels. Nothing
 * is random about it. Beyond the border the image is seen mirrored at its outermost pixels.
 *
 * @param mirrored left to right, before it is shifted
 * @param down pixels that the image moves down, up where negative
 * @param right pixels that it moves right, left where negative
 */
public record View(boolean mirrored, int down, int right) implements Serializable {
  /** The image as it is. */
  public static final View AS_IT_IS = new View(false, 0, 0);

  /**
   * Makes the view of the first images of a minibatch, in place.
   *
   * @param images {@code [n, c, h, w]}
   * @param count how many of them
   * @throws IllegalArgumentException if they are shifted out of sight
   */
  public void apply(float[] images, int count, ImageShape shape) {
    if (equals(AS_IT_IS)) {
      return;
    }
    if (Math.abs(down) >= shape.height() || Math.abs(right) >= shape.width()) {
      throw new IllegalArgumentException("%s shows nothing of images of %s".formatted(this, shape));
    }
    Pixels pixels = new Pixels(shape, null);
    Crop shift = new Crop(Math.max(Math.abs(down), Math.abs(right)), Padding.REFLECT);
    for (int image = 0; image < count; image++) {
      pixels.moveTo(images, image);
      if (mirrored) {
        Flip.mirror(pixels);
      }
      shift.move(pixels, down, right);
    }
  }
}
