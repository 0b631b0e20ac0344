// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands behind the colon of a source: a place, then settings, {@code WHERE,key=value,...}.
 *
 * @param kind of source, for errors
 * @param where may hold commas itself; empty where only settings are given
 * @param settings by key
 */
record Specification(String kind, String where, Map<String, String> settings) {
  private static final Pattern SETTING = Pattern.compile("\\s*[A-Za-z]+\\s*=.*");

  /**
   * Takes the settings off the end of a text.
   *
   * @param known the keys that the source understands
   * @throws BadInputException if a key is unknown or given twice
   */
  static Specification parse(String kind, String text, List<String> known) {
    Deque<String> parts = new ArrayDeque<>(List.of(text.split(",", -1)));
    Map<String, String> settings = new HashMap<>();
    while (!parts.isEmpty() && SETTING.matcher(parts.getLast()).matches()) {
      String[] setting = parts.removeLast().split("=", 2);
      String key = setting[0].strip();
      if (!known.contains(key)) {
        throw new BadInputException(
            "%s:%s: unknown setting '%s'; did you mean '%s'? Known: %s"
                .formatted(
                    kind, text, key, NearestName.suggest(key, known), String.join(", ", known)));
      }
      if (settings.put(key, setting[1].strip()) != null) {
        throw new BadInputException("%s:%s: %s is given twice".formatted(kind, text, key));
      }
    }
    return new Specification(kind, String.join(",", parts), Map.copyOf(settings));
  }

  /**
   * Reads a text that is settings and nothing else; none at all is legal.
   *
   * @param known the keys that the source understands
   * @throws BadInputException if a key is unknown or given twice, or something is no setting
   */
  static Specification settings(String kind, String text, List<String> known) {
    Specification given = parse(kind, text, known);
    if (!given.where.isBlank()) {
      throw new BadInputException(
          "%s:%s: '%s' is no setting; known: %s"
              .formatted(kind, text, given.where, String.join(", ", known)));
    }
    return given;
  }

  /** A setting's value, if it was given. */
  Optional<String> value(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  /**
   * A whole number.
   *
   * @throws BadInputException if it is none, or out of {@code [least, most]}
   */
  long whole(String key, long otherwise, long least, long most) {
    if (!settings.containsKey(key)) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(settings.get(key));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw outOfRange(key, "a whole number from %s to %s".formatted(least, most), e);
    }
    throw outOfRange(key, "a whole number from %s to %s".formatted(least, most), null);
  }

  /**
   * A number.
   *
   * @throws BadInputException if it is none, or out of {@code [least, most]}
   */
  double number(String key, double otherwise, double least, double most) {
    if (!settings.containsKey(key)) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(settings.get(key));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw outOfRange(key, "a number from %s to %s".formatted(least, most), e);
    }
    throw outOfRange(key, "a number from %s to %s".formatted(least, most), null);
  }

  private BadInputException outOfRange(String key, String range, NumberFormatException cause) {
    return new BadInputException(
        "%s: %s=%s is out of its range; expected %s".formatted(kind, key, settings.get(key), range),
        cause);
  }
}
