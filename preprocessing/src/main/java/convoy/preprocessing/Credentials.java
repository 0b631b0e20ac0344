// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.regex.Pattern;

/**
 * Hides the credentials that a URI can carry before its host, {@code s3a://KEY:SECRET@bucket}, from
 * everything that is written or printed: manifests, settings, provenance, reports, messages.
 */
public final class Credentials {
  /** Stands in the place of a user and a password. */
  public static final String HIDDEN = "***";

  /**
   * A scheme, then what stands before the first {@code @} that can end a user: a name alone, or a
   * name, a colon and a password, which may hold slashes where somebody did not escape them. Digits
   * alone behind the colon are the port of a host. Quotes and brackets belong to the text around.
   * The containers of Azure's schemes stand where users do, and are none.
   */
  private static final Pattern USER =
      Pattern.compile(
          "\\b(?<scheme>(?!(?:abfss?|wasbs?)://[^/@:\\s]*@)[A-Za-z][A-Za-z0-9+.-]*://)"
              + "(?:[^/@:\\s\"<>]*|[^/@:\\s\"<>]*:(?!\\d{1,5}(?:[^A-Za-z0-9@]|$))[^@\\s\"<>]*)@");

  private Credentials() {}

  /**
   * A text with every user and password in it replaced by {@link #HIDDEN}: {@code
   * s3a://***@bucket/photos}.
   */
  public static String hidden(String text) {
    return text.contains("@") ? USER.matcher(text).replaceAll("${scheme}" + HIDDEN + "@") : text;
  }

  /**
   * Refuses a place whose credentials were hidden before it came here: it opens nothing.
   *
   * @throws BadInputException if it holds {@link #HIDDEN} in the place of a user
   */
  public static void requireThere(String place) {
    if (place.contains("://" + HIDDEN + "@")) {
      throw new BadInputException(
          "%s: its credentials were not written down; name the place again, better without any: Hadoop takes them from its settings, such as fs.s3a.access.key, or from the environment"
              .formatted(place));
    }
  }
}
