// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind the colon of a source: a place, then settings, {@code WHERE,key=value,...}. A
 * comma that belongs to a place or value, and would be taken for the beginning of a setting because
 * {@code name=} follows, is written twice: {@code imagenet:/data/a,,b=c,wnids=/data/list} is a
 * folder {@code /data/a,b=c} and a setting. Any other comma stands for itself.
 *
 * @param kind of source, for errors
 * @param where may hold commas itself; empty where only settings are given
 * @param settings by key
 */
record Specification(String kind, String where, Map<String, String> settings) {
  /** The key of the setting that says whether links are followed. */
  static final String LINKS = "links";

  private static final String FOLLOW = "follow";

  private static final String PATH_HINT =
      "; a comma of a path that stands before name= is written twice";

  /** Commas before what looks like a setting. */
  private static final Pattern COMMAS = Pattern.compile(",+(?=\\s*[A-Za-z]+\\s*=)");

  private static final Pattern LAST_COMMAS = Pattern.compile(",+$");

  /**
   * Takes the settings off the end of a text.
   *
   * @param known the keys that the source understands
   * @throws BadInputException if a key is unknown or given twice
   */
  static Specification parse(String kind, String text, List<String> known) {
    List<String> parts = parts(text);
    List<String> given = parts.subList(1, parts.size());
    return new Specification(kind, parts.get(0), settings(kind, text, given, known, PATH_HINT));
  }

  private static Map<String, String> settings(
      String kind, String text, List<String> given, List<String> known, String hint) {
    Map<String, String> settings = new HashMap<>();
    for (String part : given) {
      String[] setting = part.split("=", 2);
      String key = setting[0].strip();
      if (!known.contains(key)) {
        throw new BadInputException(
            "%s:%s: unknown setting '%s'; did you mean '%s'? Known: %s%s"
                .formatted(
                    kind,
                    text,
                    key,
                    NearestName.suggest(key, known),
                    String.join(", ", known),
                    hint));
      }
      if (settings.put(key, setting[1].strip()) != null) {
        throw new BadInputException("%s:%s: %s is given twice".formatted(kind, text, key));
      }
    }
    return Map.copyOf(settings);
  }

  /** The place and the settings, each with its own commas only. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    Matcher commas = COMMAS.matcher(text);
    int from = 0;
    while (commas.find()) {
      int count = commas.end() - commas.start();
      part.append(text, from, commas.start()).append(",".repeat(count / 2));
      if (count % 2 == 1) {
        parts.add(part.toString());
        part.setLength(0);
      }
      from = commas.end();
    }
    parts.add(part.append(text.substring(from)).toString());
    return parts;
  }

  /**
   * The text that is read back as this place and these settings.
   *
   * @param settings in their order; those without a value are left out
   */
  static String text(String where, Map<String, String> settings) {
    String text = COMMAS.matcher(where).replaceAll("$0$0");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (setting.getValue() != null) {
        String value = COMMAS.matcher(setting.getValue()).replaceAll("$0$0");
        text = LAST_COMMAS.matcher(text).replaceAll("$0$0") + "," + setting.getKey() + "=" + value;
      }
    }
    return text;
  }

  /** The setting that says that links out of a folder are followed; none where they are not. */
  static Map<String, String> links(boolean followed) {
    return followed ? Map.of(LINKS, FOLLOW) : Map.of();
  }

  /**
   * Whether links that lead out of the folder are followed.
   *
   * @throws BadInputException if the setting says something else
   */
  boolean followLinks() {
    Optional<String> given = value(LINKS);
    if (given.isPresent() && !given.get().equals(FOLLOW)) {
      throw new BadInputException(
          "%s: %s=%s is unknown; follow, or leave it out to follow no links out of the folder"
              .formatted(kind, LINKS, given.get()));
    }
    return given.isPresent();
  }

  /**
   * Reads a text that is settings and nothing else; none at all is legal.
   *
   * @param known the keys that the source understands
   * @throws BadInputException if a key is unknown or given twice, or something is no setting
   */
  static Specification settings(String kind, String text, List<String> known) {
    if (text.isBlank()) {
      return new Specification(kind, "", Map.of());
    }
    List<String> parts = parts(text);
    if (!parts.get(0).contains("=")) {
      throw new BadInputException(
          "%s:%s: '%s' is no setting; known: %s"
              .formatted(kind, text, parts.get(0), String.join(", ", known)));
    }
    return new Specification(kind, "", settings(kind, text, parts, known, ""));
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
