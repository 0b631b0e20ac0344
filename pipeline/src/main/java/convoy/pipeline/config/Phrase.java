// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A choice with its numbers, as one value of a setting: {@code slowmo rate=1 momentum=0.5}. Numbers
 * that are not given have defaults; a number that the choice does not have is refused, so that none
 * is without effect.
 *
 * @param key of the setting, for errors
 * @param text as it was written
 * @param name of the choice
 * @param numbers by name, all of them
 */
record Phrase(String key, String text, String name, Map<String, Double> numbers) {
  /** A choice that there is, with its numbers and their defaults. */
  record Form(String name, Map<String, Double> defaults) {
    /** A choice without numbers. */
    static Form of(String name) {
      return new Form(name, Map.of());
    }

    static Form of(String name, String number, double usual) {
      return new Form(name, Map.of(number, usual));
    }

    static Form of(String name, String one, double first, String two, double second) {
      Map<String, Double> defaults = new LinkedHashMap<>();
      defaults.put(one, first);
      defaults.put(two, second);
      return new Form(name, defaults);
    }

    /** The choice with what it stands for. */
    <T> Choice<T> as(Function<Phrase, T> made) {
      return new Choice<>(this, made);
    }
  }

  /**
   * A choice and its meaning, which are given together, so that none is taken for another.
   *
   * @param made what the choice stands for, from its numbers; an IllegalArgumentException is a
   *     number out of range
   */
  record Choice<T>(Form form, Function<Phrase, T> made) {}

  /**
   * Reads a value and makes what it stands for.
   *
   * @throws BadInputException naming the key, if there is no such choice, it has no such number, or
   *     a number is out of range
   */
  static <T> T read(String key, String text, List<Choice<T>> choices) {
    Phrase phrase = parse(key, text, choices.stream().map(Choice::form).toList());
    Choice<T> choice =
        choices.stream()
            .filter(each -> each.form().name().equals(phrase.name()))
            .findFirst()
            .orElseThrow();
    try {
      return choice.made().apply(phrase);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("%s = %s: %s".formatted(key, phrase.text(), e.getMessage()), e);
    }
  }

  /**
   * Reads a value.
   *
   * @throws BadInputException if there is no such choice, or it has no such number
   */
  static Phrase parse(String key, String text, List<Form> forms) {
    String[] words = text.strip().split("\\s+", -1);
    List<String> names = forms.stream().map(Form::name).toList();
    Legal.checkName(key, words[0], names);
    Map<String, Double> numbers =
        new LinkedHashMap<>(forms.get(names.indexOf(words[0])).defaults());
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String name = equals < 0 ? words[i] : words[i].substring(0, equals);
      if (equals < 0 || !numbers.containsKey(name)) {
        throw new BadInputException(unknown(key, text, words[i], words[0], numbers));
      }
      numbers.put(name, number(key, text, words[i].substring(equals + 1)));
    }
    return new Phrase(key, Legal.shown(text), words[0], numbers);
  }

  private static String unknown(
      String key, String text, String word, String choice, Map<String, Double> numbers) {
    String known =
        numbers.isEmpty()
            ? "takes no numbers"
            : "takes %s (as in %s=%s)"
                .formatted(
                    String.join(", ", numbers.keySet()),
                    NearestName.suggest(word, numbers.keySet()),
                    numbers.get(NearestName.suggest(word, numbers.keySet())));
    return "%s = %s: unknown '%s'; %s %s".formatted(key, Legal.shown(text), word, choice, known);
  }

  private static double number(String key, String text, String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "%s = %s: '%s' is not a number".formatted(key, Legal.shown(text), number), e);
    }
  }

  double number(String number) {
    return numbers.get(number);
  }

  /**
   * A number that is whole.
   *
   * @throws BadInputException if it is not, or no int
   */
  int whole(String number) {
    double value = number(number);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new BadInputException(
          "%s = %s: %s=%s is not a whole number".formatted(key, text, number, value));
    }
    return (int) value;
  }
}
