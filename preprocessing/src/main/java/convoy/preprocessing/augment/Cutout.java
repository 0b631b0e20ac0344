// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.util.Arrays;
import java.util.Locale;

/**
 * Hides a square of each image, at a place uniform among all in which the square lies inside the
 * image, so that always size x size pixels are hidden (after T. DeVries and G. W. Taylor, "Improved
 * Regularization of Convolutional Neural Networks with Cutout", 2017, whose square may hang over
 * the border).
 *
 * @param size of the square's side, 0 (nothing is hidden) to 1,024 pixels
 * @param fill what is seen in its place
 */
public record Cutout(int size, Fill fill) implements Augmentation {
  static final String NAME = "cutout";
  private static final int MOST = 1024;

  /** What is seen in place of the square. */
  public enum Fill {
    /** The training split's mean of each channel: 0 after the channels' means are subtracted. */
    MEAN,
    /** Black, 0. */
    ZERO
  }

  /**
   * Checks the size.
   *
   * @throws BadInputException if it is out of range
   */
  public Cutout {
    Range.require("the size of cutout", size, new Range(0, MOST), "pixels");
  }

  static Cutout parse(Words words) {
    return new Cutout(
        words.whole("the size, pixels"), words.choice("the fill", Fill.class, Fill.MEAN));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String text() {
    return NAME + " " + size + " " + fill.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void requireFits(ImageShape shape) {
    if (size > Math.min(shape.height(), shape.width())) {
      throw new BadInputException(
          "augmentation '%s' hides a square larger than images of %s; a size of at most %s is legal"
              .formatted(text(), shape, Math.min(shape.height(), shape.width())));
    }
  }

  @Override
  public void apply(Pixels pixels, AugmentRandom random) {
    ImageShape shape = pixels.shape;
    int top = random.below(shape.height() - size + 1);
    int left = random.below(shape.width() - size + 1);
    for (int channel = 0; channel < shape.channels(); channel++) {
      float value = fill == Fill.ZERO ? 0 : (float) pixels.colours.mean()[channel];
      int plane = pixels.offset() + channel * shape.plane();
      for (int y = top; y < top + size; y++) {
        int begin = plane + y * shape.width() + left;
        Arrays.fill(pixels.values(), begin, begin + size, value);
      }
    }
  }
}
