// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that a user most likely meant, for errors about a name that nobody knows. */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name that takes the fewest insertions, deletions and substitutions of single
   * characters to reach from {@code wrong} (Levenshtein distance); of equally near ones the first
   * in alphabetical order.
   *
   * @throws IllegalArgumentException if {@code known} is empty
   */
  public static String suggest(String wrong, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .min(
            Comparator.comparing((String name) -> distance.apply(wrong, name))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow(() -> new IllegalArgumentException("no known names to compare with"));
  }
}
