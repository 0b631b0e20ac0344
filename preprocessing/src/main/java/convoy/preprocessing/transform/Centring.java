// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.ImageShape;

/**
 * Subtracts an offset: one number, one for each channel, or one for each value.
 *
 * @param size values in an image
 * @param offset {@code [1]}, {@code [c]} or {@code [c, h, w]}: each holds for as many neighbouring
 *     values as there are in an image for one offset; not copied, not to be changed
 */
public record Centring(int size, float[] offset) implements Preprocessor {
  /**
   * @throws IllegalArgumentException if the offsets do not divide an image evenly
   */
  public Centring {
    Minibatch.requireEvenly(size, offset.length);
  }

  @Override
  public void apply(float[] images, int count) {
    int values = Minibatch.values(images, count, size);
    int run = size / offset.length;
    for (int begin = 0; begin < values; begin += run) {
      float subtracted = offset[begin / run % offset.length];
      for (int i = begin; i < begin + run; i++) {
        images[i] -= subtracted;
      }
    }
  }

  @Override
  public void invert(float[] values, int count) {
    int end = Minibatch.values(values, count, size);
    int run = size / offset.length;
    for (int i = 0; i < end; i++) {
      values[i] += offset[i / run % offset.length];
    }
  }

  @Override
  public ImageShape outputShape(ImageShape image) {
    return Minibatch.requireSize(image, size);
  }
}
