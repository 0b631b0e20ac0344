// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;
import java.util.Locale;

/**
 * Mirrors images, left to right.
 *
 * @param rule when
 */
public record Flip(Rule rule) implements Augmentation {
  static final String NAME = "flip";

  /** When an image is mirrored. */
  public enum Rule {
    /** In half of all epochs, by a coin for each. */
    RANDOM,
    /**
     * In every second epoch; a coin for each example says whether in the even or in the odd ones.
     * In any two epochs after another the network sees both sides of every image, where coins would
     * show it one side twice for half of them (K. Jordan, "94% on CIFAR-10 in 3.29 Seconds on a
     * Single GPU", 2024, section 3.6).
     */
    ALTERNATING
  }

  static Flip parse(Words words) {
    return new Flip(words.choice("the rule", Rule.class, Rule.RANDOM));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String text() {
    return NAME + " " + rule.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void requireFits(ImageShape shape) {
    // Every image has a left and a right.
  }

  @Override
  public void apply(Pixels pixels, AugmentRandom random) {
    boolean mirror =
        switch (rule) {
          case RANDOM -> random.coin();
          case ALTERNATING -> random.lastingCoin() ^ (random.epoch() & 1) != 0;
        };
    if (mirror) {
      mirror(pixels);
    }
  }

  static void mirror(Pixels pixels) {
    float[] values = pixels.values();
    int width = pixels.shape.width();
    int end = pixels.offset() + pixels.shape.size();
    for (int row = pixels.offset(); row < end; row += width) {
      for (int left = row, right = row + width - 1; left < right; left++, right--) {
        float swapped = values[left];
        values[left] = values[right];
        values[right] = swapped;
      }
    }
  }
}
