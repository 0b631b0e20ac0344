// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.Serializable;
import java.util.Comparator;

/**
 * One example whose very image is in another split too, a line of {@code leaks.csv}.
 *
 * @param content 32 hexadecimal digits, the same for the copies
 * @param file the shard that holds it; empty if it was left out of the training split
 */
record Leak(String content, String id, int label, String file)
    implements Serializable, Comparable<Leak> {
  private static final Comparator<Leak> ORDER =
      Comparator.comparing(Leak::content).thenComparing(Leak::id);

  @Override
  public int compareTo(Leak other) {
    return ORDER.compare(this, other);
  }
}
