// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;

/**
 * Changes brightness, contrast, saturation and hue, in this order, each by a number drawn for the
 * image, and clamps to 0 to 255 after each. The luma of a pixel is 0.299 R + 0.587 G + 0.114 B
 * (ITU-R BT.601), or the mean of its channels where these are not three.
 *
 * <p>With f uniform in {@code [1 - strength, 1 + strength)}: brightness multiplies by f; contrast
 * multiplies distances from the image's mean luma, saturation those from the pixel's own (A. G.
 * Howard, "Some Improvements on Deep Convolutional Neural Network Based Image Classification",
 * 2013). Hue turns the chroma plane of YIQ, in which luma does not change, by up to {@code hue}
 * turns either way. A strength of 0 leaves its part exactly as it is, and changes no other draw.
 *
 * @param brightness strength, 0 to 1
 * @param contrast strength, 0 to 1
 * @param saturation strength, 0 to 1; for images of three channels
 * @param hue the largest angle, 0 to 0.5 turns; for images of three channels
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue)
    implements Augmentation {
  static final String NAME = "jitter";
  private static final Range STRENGTH = new Range(0, 1);
  private static final Range TURNS = new Range(0, 0.5);

  /**
   * Checks the strengths.
   *
   * @throws BadInputException if one is out of range
   */
  public ColourJitter {
    Range.require("the brightness of jitter", brightness, STRENGTH, "strength");
    Range.require("the contrast of jitter", contrast, STRENGTH, "strength");
    Range.require("the saturation of jitter", saturation, STRENGTH, "strength");
    Range.require("the hue of jitter", hue, TURNS, "turns");
  }

  static ColourJitter parse(Words words) {
    double[] strengths = new double[4];
    do {
      String strength = words.option("brightness", "contrast", "saturation", "hue");
      switch (strength) {
        case "brightness" -> strengths[0] = words.number("the brightness");
        case "contrast" -> strengths[1] = words.number("the contrast");
        case "saturation" -> strengths[2] = words.number("the saturation");
        case "hue" -> strengths[3] = words.number("the hue, turns");
        default -> throw new IllegalStateException(strength);
      }
    } while (words.more());
    return new ColourJitter(strengths[0], strengths[1], strengths[2], strengths[3]);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String text() {
    return "%s brightness %s contrast %s saturation %s hue %s"
        .formatted(
            NAME,
            Range.number(brightness),
            Range.number(contrast),
            Range.number(saturation),
            Range.number(hue));
  }

  @Override
  public void requireFits(ImageShape shape) {
    if (shape.channels() != 3 && (saturation > 0 || hue > 0)) {
      throw new BadInputException(
          "augmentation '%s' changes saturation or hue, which images of %s do not have; set both to"
                  .formatted(text(), shape)
              + " 0");
    }
  }

  @Override
  public void apply(Pixels pixels, AugmentRandom random) {
    float bright = (float) random.between(1 - brightness, 1 + brightness);
    float contrasted = (float) random.between(1 - contrast, 1 + contrast);
    float saturated = (float) random.between(1 - saturation, 1 + saturation);
    double turns = random.between(-hue, hue);
    if (brightness > 0) {
      stretch(pixels, 0, bright);
    }
    if (contrast > 0) {
      stretch(pixels, Luma.mean(pixels), contrasted);
    }
    if (saturation > 0) {
      saturate(pixels, saturated);
    }
    if (hue > 0) {
      Luma.turn(pixels, 2 * Math.PI * turns);
    }
  }

  /** Multiplies the distances from a value. */
  static void stretch(Pixels pixels, float centre, float factor) {
    float[] values = pixels.values();
    int end = pixels.offset() + pixels.shape.size();
    for (int i = pixels.offset(); i < end; i++) {
      values[i] = Pixels.clamp(centre + factor * (values[i] - centre));
    }
  }

  /** Multiplies the distances of red, green and blue from the pixel's luma. */
  static void saturate(Pixels pixels, float factor) {
    float[] values = pixels.values();
    int plane = pixels.shape.plane();
    int end = pixels.offset() + plane;
    for (int i = pixels.offset(); i < end; i++) {
      float luma = Luma.of(values[i], values[i + plane], values[i + 2 * plane]);
      values[i] = Pixels.clamp(luma + factor * (values[i] - luma));
      values[i + plane] = Pixels.clamp(luma + factor * (values[i + plane] - luma));
      values[i + 2 * plane] = Pixels.clamp(luma + factor * (values[i + 2 * plane] - luma));
    }
  }
}
