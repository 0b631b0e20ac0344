// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.ImageShape;

/** Checks that an array holds the minibatch it is said to hold. */
final class Minibatch {
  private Minibatch() {}

  /** The values in {@code count} images of {@code size} values, which {@code images} must hold. */
  static int values(float[] images, int count, int size) {
    if (count < 0 || (long) count * size > images.length) {
      throw new IllegalArgumentException(
          "an array of %s values does not hold %s images of %s values"
              .formatted(images.length, count, size));
    }
    return count * size;
  }

  /** Refuses parts that do not make up an image. */
  static void requireEvenly(int size, int parts) {
    if (parts < 1 || size % parts != 0) {
      throw new IllegalArgumentException(
          "an image of %s values does not fall into %s equal parts".formatted(size, parts));
    }
  }

  /** The shape itself, if an image of it has that many values. */
  static ImageShape requireSize(ImageShape image, int size) {
    if (image.size() != size) {
      throw new IllegalArgumentException(
          "fitted on images of %s values, not %s".formatted(size, image));
    }
    return image;
  }
}
