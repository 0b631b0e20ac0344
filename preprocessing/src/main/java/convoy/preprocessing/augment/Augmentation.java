// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import java.io.Serializable;

/**
 * One kind of random change, with its settings. Immutable; {@link Augmenter} applies a chain of
 * them to the images of the training split, before the preprocessor.
 *
 * <p>Each takes pixel values of 0 to 255 to pixel values of 0 to 255: what would leave that range
 * is clamped to it, as a camera or an image file would. Values need not stay whole.
 */
public sealed interface Augmentation extends Serializable
    permits Flip, Crop, ResizedCrop, ColourJitter, PcaNoise, Cutout {

  /** The name of the kind, as {@link Augmentations#parse} takes it. */
  String name();

  /** Name and settings, all defaults included; parsed, it gives an equal augmentation. */
  String text();

  /**
   * Lets images pass for which the settings make sense.
   *
   * @throws BadInputException if images of that shape are too small, or have no colours
   */
  void requireFits(ImageShape shape);

  /** Changes one image in place. Takes no memory. */
  void apply(Pixels pixels, AugmentRandom random);
}
