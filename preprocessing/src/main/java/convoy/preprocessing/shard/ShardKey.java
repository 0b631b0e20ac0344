// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.Serializable;
import java.util.Comparator;

/** An example's shard and its place in the order of its split. */
record ShardKey(int shard, SplitOrder.Place place) implements Serializable, Comparable<ShardKey> {
  private static final Comparator<ShardKey> ORDER =
      Comparator.comparingInt(ShardKey::shard).thenComparing(ShardKey::place);

  @Override
  public int compareTo(ShardKey other) {
    return ORDER.compare(this, other);
  }
}
