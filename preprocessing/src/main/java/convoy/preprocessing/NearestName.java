// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what somebody probably meant who wrote a name that is not known. */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name with the smallest Levenshtein distance to the wrong one; of equally near ones
   * the first in the alphabet.
   *
   * @param known at least one name
   */
  public static String suggest(String wrong, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .min(
            Comparator.<String>comparingInt(name -> distance.apply(wrong, name))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow(() -> new IllegalArgumentException("there is no known name"));
  }
}
