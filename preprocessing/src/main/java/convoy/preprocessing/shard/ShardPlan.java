// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToIntFunction;

/**
 * Cuts each split's examples, in the order of their keys, into shards of equal size, give or take
 * one example.
 */
final class ShardPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** For each split, the first key of each of its shards, ascending. */
  private final EnumMap<Split, long[]> firstKeys = new EnumMap<>(Split.class);

  /**
   * Plans the shards.
   *
   * @param keys of all examples by split, in any order; sorted in place
   * @param shards wanted in a split of so many examples; a split with fewer examples gets fewer
   * @throws BadInputException if two examples share a key, which means that they share an id
   */
  ShardPlan(Map<Split, long[]> keys, LongToIntFunction shards) {
    keys.forEach(
        (split, ordered) -> {
          Arrays.sort(ordered);
          refuseDuplicates(split, ordered);
          int count = Math.min(shards.applyAsInt(ordered.length), ordered.length);
          long[] first = new long[count];
          for (int shard = 0; shard < count; shard++) {
            first[shard] = ordered[(int) ((long) shard * ordered.length / count)];
          }
          firstKeys.put(split, first);
        });
  }

  private static void refuseDuplicates(Split split, long[] ordered) {
    for (int i = 1; i < ordered.length; i++) {
      if (ordered[i] == ordered[i - 1]) {
        throw new BadInputException(
            "two examples of the %s split have the same id; ids must be unique in a data set"
                .formatted(split.code()));
      }
    }
  }

  /** How many shards there are in all splits together. */
  int shards() {
    return firstKeys.values().stream().mapToInt(first -> first.length).sum();
  }

  /** The number, from 0 over all splits in their order, of the shard that holds an example. */
  int shard(Split split, long key) {
    int before = 0;
    for (Map.Entry<Split, long[]> entry : firstKeys.entrySet()) {
      if (entry.getKey() == split) {
        int found = Arrays.binarySearch(entry.getValue(), key);
        return before + (found >= 0 ? found : -found - 2);
      }
      before += entry.getValue().length;
    }
    throw new IllegalArgumentException("no example of the " + split.code() + " split was planned");
  }

  /**
   * Where a shard's file stands below the data set's folder, for example train/part-00000.parquet.
   */
  String file(int shard) {
    int before = 0;
    for (Map.Entry<Split, long[]> entry : firstKeys.entrySet()) {
      if (shard < before + entry.getValue().length) {
        return "%s/part-%05d.parquet".formatted(entry.getKey().code(), shard - before);
      }
      before += entry.getValue().length;
    }
    throw new IllegalArgumentException("there is no shard " + shard);
  }

  /** What the manifest says of each split, from what was counted of all shards, in their order. */
  Map<String, Manifest.SplitEntry> bySplit(List<ShardResult> shards) {
    Map<String, Manifest.SplitEntry> splits = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<Split, long[]> entry : firstKeys.entrySet()) {
      int to = from + entry.getValue().length;
      splits.put(entry.getKey().code(), ShardResult.merge(shards.subList(from, to)));
      from = to;
    }
    return splits;
  }
}
