// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitOrderTest {
  /** Classes of those sizes; the keys of a class are 10 label, 20 label, ... */
  private static long[][] keys(int... sizes) {
    long[][] keys = new long[sizes.length][];
    Arrays.setAll(
        keys,
        label ->
            java.util.stream.LongStream.range(0, sizes[label])
                .map(r -> 1000 * r + label)
                .toArray());
    return keys;
  }

  private static List<SplitOrder.Place> places(SplitOrder order, long[][] keys) {
    List<SplitOrder.Place> places = new ArrayList<>();
    for (int label = 0; label < keys.length; label++) {
      for (long key : keys[label]) {
        places.add(order.find(label, key).orElseThrow());
      }
    }
    places.sort(null);
    return places;
  }

  @Property
  void shardsAreEqualGiveOrTakeOneAndFollowTheOrder(
      @ForAll @Size(min = 1, max = 7) List<@IntRange(max = 30) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 9) int shards) {
    long[][] keys = keys(sizes.stream().mapToInt(Integer::intValue).toArray());
    SplitOrder order = new SplitOrder(keys, shards);

    int[] counts = new int[order.shards()];
    int before = 0;
    for (SplitOrder.Place place : places(order, keys)) {
      int shard = order.shard(place);
      assertThat(shard).isGreaterThanOrEqualTo(before);
      counts[shard]++;
      before = shard;
    }
    int all = sizes.stream().mapToInt(Integer::intValue).sum();
    assertThat(counts).hasSize(Math.min(shards, all));
    assertThat(Arrays.stream(counts))
        .allMatch(count -> count == all / counts.length || count == all / counts.length + 1);
  }

  @Property
  void everyShardHoldsEachClassInProportion(
      @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 60) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 6) int shards) {
    long[][] keys = keys(sizes.stream().mapToInt(Integer::intValue).toArray());
    SplitOrder order = new SplitOrder(keys, shards);

    double all = sizes.stream().mapToInt(Integer::intValue).sum();
    double[][] counts = new double[order.shards()][sizes.size()];
    for (SplitOrder.Place place : places(order, keys)) {
      counts[order.shard(place)][place.label()]++;
    }
    for (double[] shard : counts) {
      double size = Arrays.stream(shard).sum();
      for (int label = 0; label < shard.length; label++) {
        // Its own rounding, and that of every other class, which moves the cuts.
        assertThat(shard[label]).isCloseTo(sizes.get(label) * size / all, within(2.0));
      }
    }
  }

  @Property
  void placesDoNotDependOnTheNumberOfShards(@ForAll @IntRange(min = 1, max = 20) int shards) {
    long[][] keys = keys(5, 9, 1);

    assertThat(places(new SplitOrder(keys, shards), keys))
        .isEqualTo(places(new SplitOrder(keys, 1), keys))
        .doesNotHaveDuplicates();
  }

  @Test
  void twoEqualClassesAlternate() {
    long[][] keys = keys(2, 2);

    assertThat(places(new SplitOrder(keys, 1), keys))
        .extracting(SplitOrder.Place::position)
        .containsExactly(0.125, 0.375, 0.625, 0.875);
    assertThat(places(new SplitOrder(keys, 1), keys))
        .extracting(SplitOrder.Place::label)
        .containsExactly(0, 1, 0, 1);
  }

  @Test
  void whoIsNotInTheSplitHasNoPlace() {
    SplitOrder order = new SplitOrder(keys(2, 1), 1);

    assertThat(order.find(0, 5)).isEmpty();
    assertThat(order.find(1, 0)).isEmpty();
    assertThat(order.find(7, 0)).isEmpty();
  }
}
