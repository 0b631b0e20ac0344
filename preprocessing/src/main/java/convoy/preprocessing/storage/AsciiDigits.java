// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

/**
 * Reads names that an earlier Convoy wrote where the default locale has digits of its own, such as
 * Persian or Marathi. Names that are written now have ASCII digits everywhere.
 */
public final class AsciiDigits {
  private AsciiDigits() {}

  /** The text with every decimal digit, of whatever script, as the ASCII digit of its value. */
  public static String of(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .forEach(ascii::appendCodePoint);
    return ascii.toString();
  }
}
