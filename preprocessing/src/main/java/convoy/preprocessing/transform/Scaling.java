// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.ImageShape;

/**
 * Divides by one number, one for each channel, or one for each value.
 *
 * @param size values in an image
 * @param divisor {@code [1]}, {@code [c]} or {@code [c, h, w]}, none 0: each holds for as many
 *     neighbouring values as there are in an image for one divisor; not copied, not to be changed
 */
public record Scaling(int size, float[] divisor) implements Preprocessor {
  /**
   * @throws IllegalArgumentException if the divisors do not divide an image evenly
   */
  public Scaling {
    Minibatch.requireEvenly(size, divisor.length);
  }

  @Override
  public void apply(float[] images, int count) {
    int values = Minibatch.values(images, count, size);
    int run = size / divisor.length;
    for (int begin = 0; begin < values; begin += run) {
      float by = divisor[begin / run % divisor.length];
      for (int i = begin; i < begin + run; i++) {
        images[i] /= by;
      }
    }
  }

  @Override
  public void invert(float[] values, int count) {
    int end = Minibatch.values(values, count, size);
    int run = size / divisor.length;
    for (int i = 0; i < end; i++) {
      values[i] *= divisor[i / run % divisor.length];
    }
  }

  @Override
  public ImageShape outputShape(ImageShape image) {
    return Minibatch.requireSize(image, size);
  }
}
