// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Split;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which shard every example goes to; executors look examples up in it. Takes 8 bytes an example.
 * Shards are numbered from 0 over all splits, in the order of {@link Split}.
 */
final class ShardPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  private final EnumMap<Split, SplitOrder> orders;

  ShardPlan(Map<Split, SplitOrder> orders) {
    this.orders = new EnumMap<>(Split.class);
    this.orders.putAll(orders);
  }

  /** How many shards there are in all splits together. */
  int shards() {
    return orders.values().stream().mapToInt(SplitOrder::shards).sum();
  }

  /** How many examples there are in all splits together. */
  long count() {
    return orders.values().stream().mapToLong(SplitOrder::count).sum();
  }

  /**
   * Where an example goes.
   *
   * @param official the split that the authors of the data set put it in, where they did
   * @return nothing if the example is left out
   */
  Optional<ShardKey> find(Optional<Split> official, int label, long key) {
    int before = 0;
    for (Map.Entry<Split, SplitOrder> entry : orders.entrySet()) {
      SplitOrder order = entry.getValue();
      if (official.isEmpty() ? entry.getKey() != Split.TEST : entry.getKey() == official.get()) {
        Optional<SplitOrder.Place> place = order.find(label, key);
        if (place.isPresent()) {
          return Optional.of(new ShardKey(before + order.shard(place.get()), place.get()));
        }
      }
      before += order.shards();
    }
    return Optional.empty();
  }

  /** A shard's file below the data set's folder, for example {@code train/part-00000.parquet}. */
  String file(int shard) {
    int before = 0;
    for (Map.Entry<Split, SplitOrder> entry : orders.entrySet()) {
      if (shard < before + entry.getValue().shards()) {
        return String.format(
            Locale.ROOT, "%s/part-%05d.parquet", entry.getKey().code(), shard - before);
      }
      before += entry.getValue().shards();
    }
    throw new IllegalArgumentException("there is no shard " + shard);
  }

  /** What the manifest says of each split, from what was counted of all shards, in their order. */
  Map<String, Manifest.SplitEntry> bySplit(List<ShardResult> shards) {
    Map<String, Manifest.SplitEntry> splits = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<Split, SplitOrder> entry : orders.entrySet()) {
      int to = from + entry.getValue().shards();
      splits.put(entry.getKey().code(), ShardResult.split(shards.subList(from, to)));
      from = to;
    }
    return splits;
  }
}
