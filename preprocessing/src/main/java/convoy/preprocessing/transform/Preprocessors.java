// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import convoy.preprocessing.statistics.Statistics;
import java.util.List;

/** Fits the preprocessor of a name. */
public final class Preprocessors {
  /** The name of the one to take where nothing speaks for another. */
  public static final String DEFAULT = ChannelScaling.NAME;

  private Preprocessors() {}

  /** The names that {@link #fit} knows. */
  public static List<String> names() {
    return List.of(
        UnitScaling.NAME,
        MeanImage.NAME,
        ChannelScaling.NAME,
        PcaWhitening.NAME,
        ZcaWhitening.NAME);
  }

  /**
   * Fits the preprocessor of that name, with its default settings.
   *
   * @throws BadInputException if there is none of that name
   */
  public static Preprocessor fit(String name, Statistics statistics) {
    return switch (name) {
      case UnitScaling.NAME -> UnitScaling.fit(statistics);
      case MeanImage.NAME -> MeanImage.fit(statistics);
      case ChannelScaling.NAME -> ChannelScaling.fit(statistics);
      case PcaWhitening.NAME -> PcaWhitening.fit(statistics);
      case ZcaWhitening.NAME -> ZcaWhitening.fit(statistics);
      default ->
          throw new BadInputException(
              "unknown preprocessor '%s'; did you mean '%s'? known: %s"
                  .formatted(name, NearestName.suggest(name, names()), String.join(", ", names())));
    };
  }
}
