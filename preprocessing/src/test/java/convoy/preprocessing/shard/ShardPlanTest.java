// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShardPlanTest {
  @Property
  void shardsOfASplitAreEqualGiveOrTakeOneAndInOrder(
      @ForAll @Size(min = 1, max = 200) Set<Long> keys,
      @ForAll @IntRange(min = 1, max = 9) int shards) {
    long[] sorted = keys.stream().mapToLong(Long::longValue).sorted().toArray();
    ShardPlan plan = new ShardPlan(Map.of(Split.TRAIN, sorted.clone()), count -> shards);

    int[] sizes = new int[plan.shards()];
    int before = 0;
    for (long key : sorted) {
      int shard = plan.shard(Split.TRAIN, key);
      assertThat(shard).isGreaterThanOrEqualTo(before);
      sizes[shard]++;
      before = shard;
    }
    int least = sorted.length / sizes.length;
    assertThat(sizes).hasSize(Math.min(shards, sorted.length));
    assertThat(Arrays.stream(sizes)).allMatch(size -> size == least || size == least + 1);
  }

  @Test
  void splitsFollowEachOther() {
    Map<Split, long[]> keys = new EnumMap<>(Split.class);
    keys.put(Split.TRAIN, new long[] {4, 1, 3, 2});
    keys.put(Split.TEST, new long[] {7, 5});
    ShardPlan plan = new ShardPlan(keys, count -> 2);

    assertThat(plan.shards()).isEqualTo(4);
    assertThat(plan.shard(Split.TRAIN, 2)).isZero();
    assertThat(plan.shard(Split.TRAIN, 3)).isEqualTo(1);
    assertThat(plan.shard(Split.TEST, 5)).isEqualTo(2);
    assertThat(plan.shard(Split.TEST, 7)).isEqualTo(3);
    assertThat(plan.file(1)).isEqualTo("train/part-00001.parquet");
    assertThat(plan.file(2)).isEqualTo("test/part-00000.parquet");
  }

  @Test
  void twoExamplesOfOneIdAreRefused() {
    assertThatThrownBy(() -> new ShardPlan(Map.of(Split.TRAIN, new long[] {3, 1, 3}), count -> 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("same id");
  }
}
