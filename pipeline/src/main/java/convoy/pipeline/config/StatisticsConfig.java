// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.statistics.StatisticsJob.Components;

/**
 * What is computed of the training split: the keys {@code statistics.*}.
 *
 * @param components the largest principal components to find, by random directions; 0 for all of
 *     them, exactly
 */
public record StatisticsConfig(int components) {
  /**
   * Checks all of them.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public StatisticsConfig {
    Legal.wholeNumbers(0, 65536, "principal components")
        .check("statistics.components", (long) components);
  }

  /**
   * How the principal components are found.
   *
   * @param seed of the run, which decides the random directions
   */
  public Components found(long seed) {
    return components == 0 ? new Components.Exact() : new Components.Randomized(components, seed);
  }
}
