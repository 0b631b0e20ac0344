// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.preprocessing.statistics.StatisticsJob.Components;
import convoy.preprocessing.transform.PreprocessSpecification;
import java.util.List;

/**
 * What is computed of the training split: the keys {@code statistics.*}.
 *
 * @param components the largest principal components to find, by random directions; 0 for all of
 *     them, exactly
 * @param covariance whether the exact covariance and all components are computed where components
 *     is 0: {@code always}, {@code never}, or {@code auto}, which computes them where they are
 *     needed or cheap
 */
public record StatisticsConfig(int components, String covariance) {
  /** The most values of an image whose covariance is computed although nothing needs it. */
  private static final int CHEAP = 4096;

  private static final String AUTO = "auto";
  private static final String ALWAYS = "always";
  private static final String NEVER = "never";

  /**
   * Checks all of them.
   *
   * @throws BadInputException if one is not legal, or they contradict each other
   */
  public StatisticsConfig {
    Legal.wholeNumbers(0, 65536, "principal components")
        .check("statistics.components", (long) components);
    Legal.checkName("statistics.covariance", covariance, List.of(AUTO, ALWAYS, NEVER));
    if (components > 0 && covariance.equals(ALWAYS)) {
      throw new BadInputException(
          "statistics.components = %s finds components without the covariance that statistics.covariance = always asks for; leave one of the two out"
              .formatted(components));
    }
  }

  /**
   * The settings that statistics which are there already were made with.
   *
   * @param hasCovariance whether they have a covariance
   * @param components that they have
   */
  public static StatisticsConfig of(boolean hasCovariance, int components) {
    if (hasCovariance) {
      return new StatisticsConfig(0, AUTO);
    }
    return new StatisticsConfig(components, components == 0 ? NEVER : AUTO);
  }

  /**
   * Lets a preprocessor pass whose components are going to be computed.
   *
   * @throws BadInputException if they are not
   */
  public void requireFor(PreprocessSpecification preprocess) {
    if (components > 0) {
      preprocess.requireAmong(components);
    } else if (covariance.equals(NEVER) && preprocess.needsComponents()) {
      throw new BadInputException(
          "preprocess with pca, pca-whiten or zca needs principal components, which"
              + " statistics.covariance = never leaves out; compute them with statistics.covariance"
              + " = always (--covariance always), or with statistics.components = 256 (--components"
              + " 256)");
    }
  }

  /**
   * How the principal components are found.
   *
   * @param seed of the run, which decides the random directions
   * @param shape in which the images are seen
   * @param preprocess that is fitted on the statistics
   */
  public Components found(long seed, ImageShape shape, PreprocessSpecification preprocess) {
    if (components > 0) {
      return new Components.Randomized(components, seed);
    }
    boolean computed =
        covariance.equals(ALWAYS)
            || (covariance.equals(AUTO) && (preprocess.needsComponents() || shape.size() <= CHEAP));
    return computed ? new Components.Exact() : new Components.None();
  }
}
