// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;
import java.util.List;

/**
 * Applies a chain of augmentations to images of the training split, after they were decoded and
 * before they are preprocessed. What becomes of an image is a function of (seed, epoch, example),
 * wherever and whenever it is computed.
 *
 * <p>Takes its memory once, about two images, and none for each image. Belongs to one thread.
 */
public final class Augmenter {
  private final Augmentations augmentations;
  private final Augmentation[] chain;
  private final long[] streams;
  private final Pixels pixels;
  private final AugmentRandom random = new AugmentRandom();

  /**
   * An augmenter for images of one shape.
   *
   * @param seed of the run
   * @throws convoy.preprocessing.BadInputException if the chain does not suit the shape
   * @throws IllegalArgumentException if the statistics have another number of channels
   */
  public Augmenter(
      Augmentations augmentations, ImageShape shape, ColourStatistics colours, long seed) {
    if (colours.mean().length != shape.channels()) {
      throw new IllegalArgumentException(
          "colour statistics of %s channels for images of %s"
              .formatted(colours.mean().length, shape));
    }
    augmentations.requireFits(shape);
    this.augmentations = augmentations;
    this.chain = augmentations.chain().toArray(Augmentation[]::new);
    this.streams = streams(augmentations.chain(), seed);
    this.pixels = new Pixels(shape, colours);
  }

  private static long[] streams(List<Augmentation> chain, long seed) {
    long[] streams = new long[chain.size()];
    for (int i = 0; i < streams.length; i++) {
      String name = chain.get(i).name();
      int before = (int) chain.subList(0, i).stream().filter(a -> a.name().equals(name)).count();
      streams[i] = AugmentRandom.stream(seed, name, before);
    }
    return streams;
  }

  /** The chain that is applied. */
  public Augmentations augmentations() {
    return augmentations;
  }

  /** The shape of every image. */
  public ImageShape shape() {
    return pixels.shape;
  }

  /**
   * Augments one image of a minibatch in place.
   *
   * @param images {@code [n, c, h, w]}, pixel values from 0 to 255; all but the one image is left
   *     alone
   * @param image its number in the minibatch, from 0
   * @param epoch of training; only that it counts up by 1 matters
   * @param exampleKey the example's {@link convoy.preprocessing.ExampleKey}
   * @throws IllegalArgumentException if the array does not hold that image
   */
  public void apply(float[] images, int image, int epoch, long exampleKey) {
    if (image < 0 || (image + 1L) * pixels.shape.size() > images.length) {
      throw new IllegalArgumentException(
          "an array of %s values does not hold image %s of %s"
              .formatted(images.length, image, pixels.shape));
    }
    pixels.moveTo(images, image);
    for (int i = 0; i < chain.length; i++) {
      random.begin(streams[i], epoch, exampleKey);
      chain[i].apply(pixels, random);
    }
  }
}
