// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

/** Checks that an array holds the minibatch it is said to hold. */
final class Minibatch {
  private Minibatch() {}

  /** The values in {@code count} images of {@code size} values, which {@code images} must hold. */
  static int values(float[] images, int count, int size) {
    if (count < 0 || (long) count * size > images.length) {
      throw new IllegalArgumentException(
          "an array of %d values does not hold %d images of %d values"
              .formatted(images.length, count, size));
    }
    return count * size;
  }
}
