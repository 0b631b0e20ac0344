// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.Serializable;
import java.util.Comparator;

/** An example's shard and its place within it. */
record ShardKey(int shard, long key) implements Serializable, Comparable<ShardKey> {
  private static final Comparator<ShardKey> ORDER =
      Comparator.comparingInt(ShardKey::shard).thenComparingLong(ShardKey::key);

  @Override
  public int compareTo(ShardKey other) {
    return ORDER.compare(this, other);
  }
}
