// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.util.Arrays;
import java.util.Locale;

/**
 * Pads images on all sides and cuts a window of their own size out: shifts them by a whole number
 * of pixels, down and right from {@code -shift} to {@code shift}, every shift as likely as any
 * other.
 *
 * @param shift pixels of padding, 0 (nothing happens) to 128
 * @param padding what is seen beyond the border
 */
public record Crop(int shift, Padding padding) implements Augmentation {
  static final String NAME = "crop";
  static final int MOST = 128;

  /** What lies beyond the border of an image. */
  public enum Padding {
    /** Black, 0. */
    ZERO,
    /** The image mirrored at its outermost pixels, which are not repeated. */
    REFLECT
  }

  /**
   * Checks the shift.
   *
   * @throws BadInputException if it is out of range
   */
  public Crop {
    Range.require("the shift of crop", shift, new Range(0, MOST), "pixels");
  }

  static Crop parse(Words words) {
    return new Crop(
        words.whole("the shift, pixels"), words.choice("the padding", Padding.class, Padding.ZERO));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String text() {
    return NAME + " " + shift + " " + padding.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void requireFits(ImageShape shape) {
    if (shift >= Math.min(shape.height(), shape.width())) {
      throw new BadInputException(
          "augmentation '%s' shifts images of %s out of sight; a shift below %s is legal"
              .formatted(text(), shape, Math.min(shape.height(), shape.width())));
    }
  }

  @Override
  public void apply(Pixels pixels, AugmentRandom random) {
    int down = random.below(2 * shift + 1) - shift;
    int right = random.below(2 * shift + 1) - shift;
    move(pixels, down, right);
  }

  /** Moves what is seen down and right by that many pixels; up and left where negative. */
  void move(Pixels pixels, int down, int right) {
    if (down == 0 && right == 0) {
      return;
    }
    ImageShape shape = pixels.shape;
    float[] from = pixels.copy();
    for (int y = 0; y < shape.height(); y++) {
      int source = y - down;
      boolean beyond = source < 0 || source >= shape.height();
      for (int channel = 0; channel < shape.channels(); channel++) {
        int plane = channel * shape.plane();
        int row = pixels.offset() + plane + y * shape.width();
        if (beyond && padding == Padding.ZERO) {
          Arrays.fill(pixels.values(), row, row + shape.width(), 0);
        } else {
          int sourceRow = plane + reflect(source, shape.height()) * shape.width();
          moveRow(from, sourceRow, pixels, row, right);
        }
      }
    }
  }

  private void moveRow(float[] from, int sourceRow, Pixels pixels, int row, int right) {
    int width = pixels.shape.width();
    float[] values = pixels.values();
    int first = Math.max(0, right);
    int end = Math.min(width, width + right);
    System.arraycopy(from, sourceRow + first - right, values, row + first, end - first);
    for (int x = 0; x < first; x++) {
      values[row + x] = beyond(from, sourceRow, x - right, width);
    }
    for (int x = end; x < width; x++) {
      values[row + x] = beyond(from, sourceRow, x - right, width);
    }
  }

  private float beyond(float[] from, int sourceRow, int x, int width) {
    return padding == Padding.ZERO ? 0 : from[sourceRow + reflect(x, width)];
  }

  /** The place 0 to length - 1 that a place up to length - 1 beyond it mirrors. */
  static int reflect(int place, int length) {
    int positive = Math.abs(place);
    return positive < length ? positive : 2 * (length - 1) - positive;
  }
}
