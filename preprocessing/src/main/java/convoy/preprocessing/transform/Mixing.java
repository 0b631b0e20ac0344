// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.BadInputException;
import java.util.OptionalDouble;

/** How the values of an image are mixed by {@link LinearMap}, or not. */
public sealed interface Mixing {
  /** Each value stays by itself. */
  record None() implements Mixing {}

  /** The first principal components. */
  record Pca(Count count) implements Mixing {}

  /**
   * The first principal components, each divided by {@code sqrt(lambda + epsilon)}.
   *
   * @param epsilon empty for the default of {@link PreprocessSpecification}
   */
  record PcaWhitening(Count count, OptionalDouble epsilon) implements Mixing {}

  /**
   * All principal components, divided by {@code sqrt(lambda + epsilon)} and rotated back.
   *
   * @param epsilon empty for the default of {@link PreprocessSpecification}
   */
  record Zca(OptionalDouble epsilon) implements Mixing {}

  /** How many components are kept. */
  sealed interface Count {
    /** As many as the statistics have. */
    record All() implements Count {}

    /** That many, at least 1. */
    record First(int components) implements Count {
      /**
       * Lets statistics pass that have so many components.
       *
       * @throws BadInputException if they have too few
       */
      void requireAmong(int found) {
        if (components > found) {
          throw new BadInputException(
              ("preprocess keeps %s principal components, but the statistics have %s; keep fewer, or"
                      + " find more with statistics.components (--components)")
                  .formatted(components, found));
        }
      }
    }

    /**
     * The fewest that hold that share of the variance, above 0 and at most 1. The whole of it is
     * held by all components, also by those without variance.
     */
    record Share(double share) implements Count {}
  }
}
