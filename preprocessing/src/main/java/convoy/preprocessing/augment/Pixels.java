// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;

/**
 * The image that is being augmented, where it lies in its minibatch, and the memory that
 * augmentations need beside it: taken once, used for one image after the other.
 */
public final class Pixels {
  private static final float WHITE = 255;

  final ImageShape shape;
  final ColourStatistics colours;

  /** One value a channel, for whoever needs it during one augmentation. */
  final double[] byChannel;

  private final float[] copy;
  private final BilinearResize resize;
  private float[] values;
  private int offset;

  Pixels(ImageShape shape, ColourStatistics colours) {
    this.shape = shape;
    this.colours = colours;
    this.byChannel = new double[shape.channels()];
    this.copy = new float[shape.size()];
    this.resize = new BilinearResize(shape);
  }

  /** Goes to an image of a minibatch {@code [n, c, h, w]}. */
  void moveTo(float[] images, int image) {
    values = images;
    offset = image * shape.size();
  }

  /** The minibatch; the image begins at {@link #offset}. */
  float[] values() {
    return values;
  }

  /** Where the image begins. */
  int offset() {
    return offset;
  }

  /** A copy {@code [c, h, w]} of the image as it is now, to read from while it is written. */
  float[] copy() {
    System.arraycopy(values, offset, copy, 0, copy.length);
    return copy;
  }

  BilinearResize resize() {
    return resize;
  }

  /** The value, or the nearer end of 0 to 255 where it lies outside. */
  static float clamp(float value) {
    return Math.min(WHITE, Math.max(0, value));
  }
}
