// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import convoy.preprocessing.transform.Mixing.Count;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Reads the text of a {@link PreprocessSpecification} part by part. */
final class PreprocessParser {
  private static final List<String> NAMES =
      List.of("unit", "mean-image", "channel", "centre", "scale", "pca", "pca-whiten", "zca");
  private static final String EPSILON = "epsilon=";

  private final String text;
  private PreprocessSpecification read = PreprocessSpecification.none();

  /** The part that was read last: 1 centre, 2 scale, 3 mixing. */
  private int last;

  PreprocessParser(String text) {
    this.text = text;
  }

  PreprocessSpecification parse() {
    for (String part : text.split(",", -1)) {
      readPart(part.strip());
    }
    return read;
  }

  private void readPart(String part) {
    String[] words = part.split("\\s+", -1);
    String[] pair = words[0].split("=", 2);
    String name = pair[0];
    String value = pair.length == 2 ? pair[1] : null;
    OptionalDouble epsilon = epsilon(name, Arrays.copyOfRange(words, 1, words.length));
    switch (name) {
      case "unit" -> both(name, value, Centre.NONE, Scale.UNIT);
      case "mean-image" -> both(name, value, Centre.IMAGE, Scale.NUMBER);
      case "channel" -> both(name, value, Centre.CHANNEL, Scale.CHANNEL);
      case "centre" -> {
        proceed(1);
        read = read.with(choice(name, value, Centre.values()));
      }
      case "scale" -> {
        proceed(2);
        read = read.with(choice(name, value, Scale.values()));
      }
      case "pca" -> mix(new Mixing.Pca(count(name, value)));
      case "pca-whiten" ->
          mix(
              new Mixing.PcaWhitening(
                  value == null ? new Count.All() : count(name, value), epsilon));
      case "zca" -> {
        requireNoValue(name, value);
        mix(new Mixing.Zca(epsilon));
      }
      default ->
          throw bad(
              "'%s' is unknown: one of %s; the nearest is %s"
                  .formatted(name, String.join(", ", NAMES), NearestName.suggest(name, NAMES)));
    }
  }

  private void both(String name, String value, Centre centre, Scale scale) {
    requireNoValue(name, value);
    proceed(1);
    proceed(2);
    read = read.with(centre).with(scale);
  }

  private void mix(Mixing mixing) {
    proceed(3);
    read = read.with(mixing);
  }

  private void proceed(int part) {
    if (part <= last) {
      throw bad(
          "parts come at most once and in this order: centre, scale (or one of unit, mean-image,"
              + " channel for both), then one of pca, pca-whiten, zca");
    }
    last = part;
  }

  private <E extends Enum<E>> E choice(String name, String value, E[] choices) {
    List<String> known =
        Arrays.stream(choices).map(choice -> choice.name().toLowerCase(Locale.ROOT)).toList();
    int index = known.indexOf(value);
    if (index < 0) {
      throw bad(
          "%s is one of %s%s"
              .formatted(
                  name,
                  String.join(", ", known),
                  value == null
                      ? ", for example %s=%s".formatted(name, known.get(known.size() - 1))
                      : "; the nearest to '%s' is %s"
                          .formatted(value, NearestName.suggest(value, known))));
    }
    return choices[index];
  }

  /** {@code 144} or {@code 99%}. */
  private Count count(String name, String value) {
    try {
      if (value != null && value.endsWith("%")) {
        double share = Double.parseDouble(value.substring(0, value.length() - 1)) / 100;
        if (share > 0 && share <= 1) {
          return new Count.Share(share);
        }
      } else if (value != null && Integer.parseInt(value) > 0) {
        return new Count.First(Integer.parseInt(value));
      }
    } catch (NumberFormatException e) {
      throw bad(countForm(name, value));
    }
    throw bad(countForm(name, value));
  }

  private static String countForm(String name, String value) {
    return "%s keeps a whole number of components from 1, or a share of the variance above 0%% and at most 100%%, for example %s=144 or %s=99%%, not '%s'"
        .formatted(name, name, name, value == null ? "" : value);
  }

  private OptionalDouble epsilon(String name, String[] options) {
    if (options.length == 0) {
      return OptionalDouble.empty();
    }
    if (options.length > 1
        || !options[0].startsWith(EPSILON)
        || !(name.equals("zca") || name.equals("pca-whiten"))) {
      throw bad(
          "'%s' after '%s' is not understood: parts are separated by commas, and only pca-whiten and zca take an option, epsilon=VARIANCE"
              .formatted(String.join(" ", options), name));
    }
    String value = options[0].substring(EPSILON.length());
    double epsilon;
    try {
      epsilon = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      epsilon = Double.NaN;
    }
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw bad("epsilon is a variance above 0, for example epsilon=40, not '%s'".formatted(value));
    }
    return OptionalDouble.of(epsilon);
  }

  private void requireNoValue(String name, String value) {
    if (value != null) {
      throw bad("%s takes no value, but '%s' is given".formatted(name, value));
    }
  }

  private BadInputException bad(String why) {
    return new BadInputException("preprocess = %s: %s".formatted(text, why));
  }
}
