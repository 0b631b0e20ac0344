// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.statistics.Statistics;

/** Fits the preprocessor of a specification. */
public final class Preprocessors {
  private Preprocessors() {}

  /**
   * Fits a preprocessor.
   *
   * @param specification for example {@code channel} or {@code centre=image, pca=144}
   * @throws BadInputException if it is not understood or does not fit the statistics
   */
  public static Preprocessor fit(String specification, Statistics statistics) {
    return PreprocessSpecification.parse(specification).fit(statistics);
  }
}
