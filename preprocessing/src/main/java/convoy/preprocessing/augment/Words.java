// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The words of one augmentation as a user wrote it, read from left to right. */
final class Words {
  private final String text;
  private final List<String> words;
  private int next;

  /** Splits at blanks. */
  Words(String text) {
    this.text = text.strip();
    this.words = List.of(this.text.split("\\s+"));
  }

  /** Whether a word is left. */
  boolean more() {
    return next < words.size();
  }

  private String take(String what) {
    if (!more()) {
      throw new BadInputException("augmentation '%s' lacks %s".formatted(text, what));
    }
    return words.get(next++);
  }

  /** The next word, whatever it is. */
  String name() {
    return take("a name");
  }

  /** A whole number. */
  int whole(String what) {
    String word = take(what);
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "augmentation '%s': '%s' is no whole number; there stands %s".formatted(text, word, what),
          e);
    }
  }

  /** A number. */
  double number(String what) {
    return number(take(what), what);
  }

  private double number(String word, String what) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "augmentation '%s': '%s' is no number; there stands %s".formatted(text, word, what), e);
    }
  }

  /** Two numbers, as in {@code 0.08..1}. */
  Range range(String what) {
    String word = take(what);
    int dots = word.indexOf("..");
    if (dots < 0) {
      throw new BadInputException(
          "augmentation '%s': '%s' is no range, as in 0.5..1; there stands %s"
              .formatted(text, word, what));
    }
    return new Range(number(word.substring(0, dots), what), number(word.substring(dots + 2), what));
  }

  /** One of the constants, in lower case; the usual one where no word is left. */
  <E extends Enum<E>> E choice(String what, Class<E> type, E usual) {
    if (!more()) {
      return usual;
    }
    List<String> known =
        Arrays.stream(type.getEnumConstants())
            .map(one -> one.name().toLowerCase(Locale.ROOT))
            .toList();
    return type.getEnumConstants()[known.indexOf(known(take(what), what, known))];
  }

  /** One of these words. */
  String option(String... known) {
    return known(take("one of " + String.join(", ", known)), "a setting", List.of(known));
  }

  private String known(String word, String what, List<String> known) {
    if (!known.contains(word)) {
      throw new BadInputException(
          "augmentation '%s': unknown '%s'; did you mean '%s'? there stands %s: one of %s"
              .formatted(
                  text, word, NearestName.suggest(word, known), what, String.join(", ", known)));
    }
    return word;
  }

  /** Refuses words that nothing took. */
  void end() {
    if (more()) {
      throw new BadInputException(
          "augmentation '%s': '%s' is one word too many; augmentations are separated by commas"
              .formatted(text, words.get(next)));
    }
  }
}
