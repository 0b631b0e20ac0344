// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import java.util.Locale;
import org.apache.commons.text.StringEscapeUtils;

/** Turns text and numbers from outside into characters that are safe and short in HTML and SVG. */
public final class Markup {
  private Markup() {}

  /**
   * The text with {@code < > & " '} escaped, for an element's content or a quoted attribute.
   * Characters that XML does not have (control characters, halves of surrogate pairs) are left out.
   */
  public static String escape(String text) {
    return StringEscapeUtils.escapeXml10(text);
  }

  /** A coordinate with one decimal, for example {@code 12.5}; the number must be finite. */
  static String pixels(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
