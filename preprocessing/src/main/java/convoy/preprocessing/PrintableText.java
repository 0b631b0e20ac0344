// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes text that came out of a file, or from its name, fit for one line of a terminal, a log or a
 * table: characters that would end the line, move the cursor or turn the direction of writing are
 * escaped so that they can be seen.
 */
public final class PrintableText {
  /** Control characters, separators of lines, marks of direction, and halves of surrogates. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile(
          "[\\p{Cc}\\x{2028}\\x{2029}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}\\p{Cs}]");

  private PrintableText() {}

  /**
   * The text in one line: line feeds as {@code \n}, tabulators as {@code \t}, carriage returns as
   * {@code \r}, what else cannot be printed as {@code \}{@code u001B}. Nothing else changes; a
   * backslash stays one, so the way back is not unique.
   */
  public static String of(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(PrintableText::escaped);
  }

  private static String escaped(MatchResult match) {
    return switch (match.group().charAt(0)) {
      case '\n' -> "\\\\n";
      case '\r' -> "\\\\r";
      case '\t' -> "\\\\t";
      default -> String.format(Locale.ROOT, "\\\\u%04X", (int) match.group().charAt(0));
    };
  }
}
