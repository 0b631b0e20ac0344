// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;

/** The defaults in the jar, and what the comments there say about each key. */
final class Defaults {
  /** Starts the comment line that describes a key's legal values. */
  private static final String LEGAL = "Legal:";

  /**
   * The file {@code reference.conf} as it stands. Only the part that is Convoy's: other libraries
   * have a file of that name too. Parsed directly, because {@code ConfigFactory.load} would let
   * system properties override it.
   */
  static final Config VALUES =
      ConfigFactory.parseResources(
              "reference.conf",
              ConfigParseOptions.defaults()
                  .setClassLoader(Defaults.class.getClassLoader())
                  .setAllowMissing(false))
          .withOnlyPath(Keys.ROOT);

  private Defaults() {}

  /**
   * The values that a key may have, in words: {@code a whole number from 1 to 9 (epochs)}.
   *
   * @param key its path without the root
   * @throws IllegalStateException if {@code reference.conf} does not say it
   */
  static String legal(String key) {
    ConfigOrigin origin = VALUES.getValue(Keys.ROOT + "." + key).origin();
    return origin.comments().stream()
        .map(String::strip)
        .filter(line -> line.startsWith(LEGAL))
        .map(line -> line.substring(LEGAL.length()).strip())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("reference.conf has no line Legal: above " + key));
  }
}
