// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that was probably meant by one that does not exist. */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name with the fewest insertions, deletions and replacements of characters from the
   * wrong one, letter case aside; the first in alphabetical order among equals. There is always
   * one, however far: a message that quotes it should list the others too where they are few.
   *
   * @param wrong what was given; may be empty
   * @param known at least one name
   * @throws IllegalArgumentException if no name is known
   */
  public static String suggest(String wrong, Collection<String> known) {
    String lower = wrong.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(
            Comparator.<String>comparingInt(
                    name ->
                        LevenshteinDistance.getDefaultInstance()
                            .apply(lower, name.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow(() -> new IllegalArgumentException("there are no known names"));
  }
}
