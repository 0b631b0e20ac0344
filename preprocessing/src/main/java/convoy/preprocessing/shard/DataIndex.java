// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** All examples of a source, seen from the driver: who is in which split, and what is left out. */
final class DataIndex {
  private final List<SliceIndex> slices;
  private final int classes;
  private final boolean dropLeaks;

  /** From the unsigned key on, the examples of each class that have no official split train. */
  private final long[] firstTrainingKeys;

  private final Map<Content, EnumSet<Split>> repeated;

  /**
   * Assigns splits.
   *
   * @param dropLeaks whether training examples whose content is in another split are left out
   */
  DataIndex(List<SliceIndex> slices, SplitRule rule, int classes, boolean dropLeaks) {
    this.slices = slices;
    this.classes = classes;
    this.dropLeaks = dropLeaks;
    this.firstTrainingKeys = rule.firstTrainingKeys(poolKeys());
    this.repeated = repeated();
  }

  /** By class, the keys of the examples that have no official split. */
  private long[][] poolKeys() {
    LongStream.Builder[] keys = builders();
    for (SliceIndex slice : slices) {
      for (int i = 0; slice.officialSplit().isEmpty() && i < slice.size(); i++) {
        keys[slice.label(i)].add(slice.key(i));
      }
    }
    return Arrays.stream(keys).map(some -> some.build().toArray()).toArray(long[][]::new);
  }

  private Split split(SliceIndex slice, int example) {
    return slice
        .officialSplit()
        .orElseGet(
            () ->
                Long.compareUnsigned(slice.key(example), firstTrainingKeys[slice.label(example)])
                        < 0
                    ? Split.VALIDATION
                    : Split.TRAIN);
  }

  /** The splits of every content that is there more than once. */
  private Map<Content, EnumSet<Split>> repeated() {
    Set<Long> suspects = repeatedHighHalves();
    Map<Content, EnumSet<Split>> splits = new HashMap<>();
    Set<Content> twice = new HashSet<>();
    for (SliceIndex slice : slices) {
      for (int i = 0; i < slice.size(); i++) {
        Content content = slice.content(i);
        if (suspects.contains(content.high())) {
          EnumSet<Split> in = splits.get(content);
          if (in == null) {
            splits.put(content, EnumSet.of(split(slice, i)));
          } else {
            in.add(split(slice, i));
            twice.add(content);
          }
        }
      }
    }
    splits.keySet().retainAll(twice);
    return splits;
  }

  /** Sorting numbers takes a fraction of the memory that a map of all contents would. */
  private Set<Long> repeatedHighHalves() {
    long[] high = new long[Math.toIntExact(usable())];
    int next = 0;
    for (SliceIndex slice : slices) {
      for (int i = 0; i < slice.size(); i++) {
        high[next++] = slice.content(i).high();
      }
    }
    Arrays.parallelSort(high);
    Set<Long> suspects = new HashSet<>();
    for (int i = 1; i < high.length; i++) {
      if (high[i] == high[i - 1]) {
        suspects.add(high[i]);
      }
    }
    return suspects;
  }

  /** The contents that are in more than one split. */
  Set<Content> leaks() {
    Set<Content> leaks = new HashSet<>();
    repeated.forEach(
        (content, splits) -> {
          if (splits.size() > 1) {
            leaks.add(content);
          }
        });
    return leaks;
  }

  /** How many contents are in the same splits, for every two or three that share some. */
  Map<Set<Split>, Long> leaksBetween() {
    return repeated.values().stream()
        .filter(splits -> splits.size() > 1)
        .collect(Collectors.groupingBy(Function.<Set<Split>>identity(), Collectors.counting()));
  }

  /** How many examples can be used, those that are dropped included. */
  long usable() {
    return slices.stream().mapToLong(SliceIndex::size).sum();
  }

  /** Everything that was rejected, in the order of the slices. */
  List<Rejection> rejections() {
    return slices.stream().flatMap(slice -> slice.rejections().stream()).toList();
  }

  /**
   * Cuts every split into shards.
   *
   * @param shards how many for so many bytes of images
   * @throws BadInputException if two examples of a split share an id, or none trains
   */
  ShardPlan plan(LongToIntFunction shards) {
    Map<Split, LongStream.Builder[]> keys = new EnumMap<>(Split.class);
    Map<Split, Long> bytes = new EnumMap<>(Split.class);
    for (SliceIndex slice : slices) {
      for (int i = 0; i < slice.size(); i++) {
        Split split = split(slice, i);
        if (!isDropped(split, slice.content(i))) {
          keys.computeIfAbsent(split, any -> builders())[slice.label(i)].add(slice.key(i));
          bytes.merge(split, (long) slice.bytes(i), Long::sum);
        }
      }
    }
    Map<Split, SplitOrder> orders = new EnumMap<>(Split.class);
    keys.forEach(
        (split, builders) ->
            orders.put(
                split,
                new SplitOrder(sorted(split, builders), shards.applyAsInt(bytes.get(split)))));
    if (!orders.containsKey(Split.TRAIN)) {
      throw new BadInputException(
          "no example is left to train on; check the source and its splits");
    }
    return new ShardPlan(orders);
  }

  private boolean isDropped(Split split, Content content) {
    return dropLeaks
        && split == Split.TRAIN
        && repeated.getOrDefault(content, EnumSet.of(split)).size() > 1;
  }

  private LongStream.Builder[] builders() {
    LongStream.Builder[] builders = new LongStream.Builder[classes];
    Arrays.setAll(builders, label -> LongStream.builder());
    return builders;
  }

  private static long[][] sorted(Split split, LongStream.Builder[] builders) {
    long[][] keys = new long[builders.length][];
    Arrays.setAll(keys, label -> builders[label].build().sorted().toArray());
    long[] all = Arrays.stream(keys).flatMapToLong(Arrays::stream).sorted().toArray();
    for (int i = 1; i < all.length; i++) {
      if (all[i] == all[i - 1]) {
        throw new BadInputException(
            "two examples of the %s split have the same id; ids must be unique in a data set"
                .formatted(split.code()));
      }
    }
    return keys;
  }
}
