// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;
import convoy.preprocessing.statistics.Statistics;
import java.io.Serializable;
import java.util.Optional;

/**
 * A chain, and what it needs to know of the training split: what travels to executors.
 *
 * @param colours of the training split; null for an empty chain alone
 */
public record AugmentPlan(Augmentations chain, ColourStatistics colours) implements Serializable {
  /** Images as they are. */
  public static final AugmentPlan NONE = new AugmentPlan(Augmentations.NONE, null);

  /**
   * A chain for the training split that the statistics are of.
   *
   * @throws convoy.preprocessing.BadInputException if the chain does not suit the images
   */
  public static AugmentPlan of(Augmentations chain, Statistics statistics) {
    if (chain.chain().isEmpty()) {
      return NONE;
    }
    chain.requireFits(statistics.elements());
    chain.requireFits(statistics.shape());
    return new AugmentPlan(chain, ColourStatistics.of(statistics.channels()));
  }

  /**
   * What augments images of that shape; nothing for an empty chain.
   *
   * @param seed of the run
   * @throws convoy.preprocessing.BadInputException if the chain does not suit the shape
   */
  public Optional<Augmenter> augmenter(ImageShape shape, long seed) {
    return chain.chain().isEmpty()
        ? Optional.empty()
        : Optional.of(new Augmenter(chain, shape, colours, seed));
  }
}
