// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.SampleImages;
import java.util.Arrays;

/** Images for the tests of augmentations, and one augmentation applied to them. */
final class Images {
  /** Mean (100, 110, 120); components along the grey axis and two directions across it. */
  static final ColourStatistics COLOURS =
      ColourStatistics.of(
          new double[] {100, 110, 120},
          new double[] {4000, 3600, 3300, 3600, 3900, 3700, 3300, 3700, 4500});

  private Images() {}

  /** Values 0, 1, 2, ... below 256, again and again. */
  static float[] counting(ImageShape shape) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 256;
    }
    return values;
  }

  static float[] constant(ImageShape shape, float value) {
    float[] values = new float[shape.size()];
    Arrays.fill(values, value);
    return values;
  }

  static float[] random(ImageShape shape, long seed) {
    return SampleImages.minibatch(SampleImages.random(shape, 1, seed));
  }

  /** Colour statistics of images of that many channels, all grey for other than three. */
  static ColourStatistics colours(int channels) {
    return channels == 3
        ? COLOURS
        : new ColourStatistics(
            new double[channels], new double[channels], new double[channels * channels]);
  }

  static Augmenter augmenter(String chain, ImageShape shape) {
    return new Augmenter(Augmentations.parse(chain), shape, colours(shape.channels()), 1);
  }

  /** A copy of the image, augmented. */
  static float[] augmented(Augmenter augmenter, float[] image, int epoch, long example) {
    float[] values = image.clone();
    augmenter.apply(values, 0, epoch, example);
    return values;
  }

  /** The pixels of an image, to call an augmentation's parts on. */
  static Pixels pixels(ImageShape shape, float[] image) {
    Pixels pixels = new Pixels(shape, colours(shape.channels()));
    pixels.moveTo(image, 0);
    return pixels;
  }

  /** Random numbers of a stream of their own. */
  static AugmentRandom numbers(long example) {
    AugmentRandom random = new AugmentRandom();
    random.begin(AugmentRandom.stream(5, "test", 0), 0, example);
    return random;
  }
}
