// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The values that a key may have, and how they are described in errors and in {@code
 * reference.conf}.
 *
 * @param test whether a value is legal; NaN never passes a comparison
 * @param text the description, for example {@code a whole number from 1 to 9 (epochs)}
 */
record Legal<T>(Predicate<T> test, String text) {
  private static final int LONGEST = 1000;
  private static final int SHORT = 100;
  private static final int MOST_VALUES = 100;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  static Legal<Long> wholeNumbers(long least, long most, String unit) {
    return new Legal<>(
        value -> value >= least && value <= most,
        "a whole number from %s to %s (%s)".formatted(least, most, unit));
  }

  static Legal<Double> zeroTo(int most, String unit) {
    return new Legal<>(
        value -> value >= 0 && value <= most, "a number from 0 to %s (%s)".formatted(most, unit));
  }

  static Legal<Double> zeroToBelow(int limit, String unit) {
    return new Legal<>(
        value -> value >= 0 && value < limit,
        "a number from 0 to below %s (%s)".formatted(limit, unit));
  }

  static Legal<Double> aboveZeroTo(int most, String unit) {
    return aboveTo(0, most, unit);
  }

  static Legal<Double> aboveTo(int limit, int most, String unit) {
    return new Legal<>(
        value -> value > limit && value <= most,
        "a number above %s and at most %s (%s)".formatted(limit, most, unit));
  }

  static Legal<String> lineOfText(String form) {
    return new Legal<>(
        value -> !value.isBlank() && value.chars().noneMatch(Character::isISOControl),
        "one line of text that is not blank (%s)".formatted(form));
  }

  /**
   * Lets a legal value pass.
   *
   * @throws BadInputException naming key, value and range, if the value is not legal
   */
  void check(String key, T value) {
    if (!test.test(value)) {
      throw new BadInputException(
          "%s = %s is out of range: %s".formatted(key, shown(String.valueOf(value)), text));
    }
  }

  /**
   * Lets a known name pass.
   *
   * @throws BadInputException naming key, value, the known names and the nearest of them
   */
  static void checkName(String key, String value, List<String> known) {
    if (!known.contains(value)) {
      throw new BadInputException(
          "%s = %s is unknown: one of %s; the nearest is %s"
              .formatted(
                  key, shown(value), String.join(", ", known), NearestName.suggest(value, known)));
    }
  }

  /**
   * The value in one visible line: quoted and escaped where it is blank or has line breaks, and
   * only its beginning where it is long.
   */
  static String shown(String value) {
    if (value.length() > LONGEST) {
      return "%s... (%s characters)".formatted(shown(value.substring(0, SHORT)), value.length());
    }
    boolean plain = !value.isBlank() && value.chars().noneMatch(Character::isISOControl);
    return plain
        ? value
        : CONTROL
            .matcher(ConfigUtil.quoteString(value)) // which leaves those above 127 as they are
            .replaceAll(c -> "\\\\u" + HexFormat.of().toHexDigits(c.group().charAt(0)));
  }

  /** The same of a value of a file, as HOCON writes it; large groups and lists by their kind. */
  static String shown(ConfigValue value) {
    return size(value, 0) > MOST_VALUES
        ? "a large %s".formatted(value instanceof ConfigObject ? "group" : "list")
        : shown(value.render(ConfigRenderOptions.concise()));
  }

  /** Values within a value, with those before it; counted no further than there are too many. */
  private static int size(ConfigValue value, int before) {
    int size = before + 1;
    Collection<ConfigValue> inner =
        value instanceof ConfigObject group
            ? group.values()
            : value instanceof ConfigList list ? list : List.of();
    for (ConfigValue each : inner) {
      if (size > MOST_VALUES) {
        break;
      }
      size = size(each, size);
    }
    return size;
  }

  /** What an exception says, in one line that is not too long. */
  static String oneLine(Exception e) {
    String line =
        String.valueOf(e.getMessage()).replaceAll("[\\s\\p{Cc}\\u2028\\u2029]+", " ").strip();
    return line.length() > 2 * LONGEST ? line.substring(0, 2 * LONGEST) + "..." : line;
  }
}
