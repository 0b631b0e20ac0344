// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;

/**
 * Cuts a window of random area and aspect ratio out of an image and enlarges it to the image's own
 * size (C. Szegedy et al., "Going Deeper with Convolutions", 2015, section 6).
 *
 * <p>The area is uniform, the ratio uniform in its logarithm, the place uniform among all in which
 * the window lies inside the image. A window that is higher or wider than the image is drawn again,
 * ten times at most; then the largest central window of the nearest legal ratio is taken. The
 * window is never larger than the image, so bilinear interpolation is enough: nothing is ever
 * reduced, which would need averages over areas.
 *
 * @param scale the window's share of the image's area, within 0.01 to 1
 * @param ratio width / height of the window, within 0.1 to 10
 */
public record ResizedCrop(Range scale, Range ratio) implements Augmentation {
  static final String NAME = "resized-crop";
  private static final Range USUAL_SCALE = new Range(0.08, 1);
  private static final Range USUAL_RATIO = new Range(0.75, 1.3333);
  private static final int TRIES = 10;

  /**
   * Checks the ranges.
   *
   * @throws BadInputException if one leaves what is legal
   */
  public ResizedCrop {
    Range shares = new Range(0.01, 1);
    Range.require("the least scale of resized-crop", scale.low(), shares, "share of the area");
    Range.require("the largest scale of resized-crop", scale.high(), shares, "share of the area");
    Range ratios = new Range(0.1, 10);
    Range.require("the least ratio of resized-crop", ratio.low(), ratios, "width / height");
    Range.require("the largest ratio of resized-crop", ratio.high(), ratios, "width / height");
  }

  static ResizedCrop parse(Words words) {
    Range scale = USUAL_SCALE;
    Range ratio = USUAL_RATIO;
    while (words.more()) {
      if (words.option("scale", "ratio").equals("scale")) {
        scale = words.range("the scale, share of the area");
      } else {
        ratio = words.range("the ratio, width / height");
      }
    }
    return new ResizedCrop(scale, ratio);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String text() {
    return NAME + " scale " + scale + " ratio " + ratio;
  }

  @Override
  public void requireFits(ImageShape shape) {
    // Every image has a window inside it.
  }

  @Override
  public void apply(Pixels pixels, AugmentRandom random) {
    chooseWindow(pixels.resize(), pixels.shape, random);
    pixels.resize().apply(pixels);
  }

  void chooseWindow(BilinearResize window, ImageShape shape, AugmentRandom random) {
    for (int i = 0; i < TRIES; i++) {
      double area = shape.plane() * random.between(scale.low(), scale.high());
      double aspect =
          StrictMath.exp(random.between(StrictMath.log(ratio.low()), StrictMath.log(ratio.high())));
      long width = Math.round(Math.sqrt(area * aspect));
      long height = Math.round(Math.sqrt(area / aspect));
      if (width >= 1 && height >= 1 && width <= shape.width() && height <= shape.height()) {
        int top = random.below(shape.height() - (int) height + 1);
        int left = random.below(shape.width() - (int) width + 1);
        window.set(top, left, (int) height, (int) width);
        return;
      }
    }
    central(window, shape);
  }

  private void central(BilinearResize window, ImageShape shape) {
    double whole = (double) shape.width() / shape.height();
    double aspect = Math.min(ratio.high(), Math.max(ratio.low(), whole));
    int height = shape.height();
    int width = shape.width();
    if (aspect > whole) {
      height = (int) Math.max(1, Math.round(width / aspect));
    } else if (aspect < whole) {
      width = (int) Math.max(1, Math.round(height * aspect));
    }
    window.set((shape.height() - height) / 2, (shape.width() - width) / 2, height, width);
  }
}
