// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.preprocessing.Split;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShardPlanTest {
  private static final ShardPlan PLAN =
      new ShardPlan(
          Map.of(
              Split.TRAIN, new SplitOrder(new long[][] {{1, 2, 3, 4}}, 2),
              Split.TEST, new SplitOrder(new long[][] {{2, 7}}, 2)));

  private static Optional<Integer> shard(Optional<Split> official, long key) {
    return PLAN.find(official, 0, key).map(ShardKey::shard);
  }

  @Test
  void splitsFollowEachOther() {
    assertThat(PLAN.shards()).isEqualTo(4);
    assertThat(PLAN.count()).isEqualTo(6);
    assertThat(shard(Optional.empty(), 2)).hasValue(0);
    assertThat(shard(Optional.empty(), 3)).hasValue(1);
    assertThat(PLAN.file(1)).isEqualTo("train/part-00001.parquet");
    assertThat(PLAN.file(2)).isEqualTo("test/part-00000.parquet");
  }

  @Test
  void anOfficialSplitIsTheOnlyOneThatIsLookedIn() {
    assertThat(shard(Optional.of(Split.TEST), 2)).hasValue(2);
    assertThat(shard(Optional.of(Split.TEST), 7)).hasValue(3);
    assertThat(shard(Optional.of(Split.TEST), 3)).isEmpty();
    assertThat(shard(Optional.empty(), 7)).isEmpty();
    assertThat(shard(Optional.of(Split.VALIDATION), 2)).isEmpty();
  }
}
