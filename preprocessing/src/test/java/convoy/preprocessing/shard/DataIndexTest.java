// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataIndexTest {
  private static final Content A = new Content(1, 1);
  private static final Content B = new Content(1, 2);
  private static final Content C = new Content(3, 3);

  /** Half of the keys are held out: those that are not negative. */
  private static final SplitRule HALF = new SplitRule(1, 0.5);

  private static final long TRAINING = -5;
  private static final long HELD_OUT = 5;

  private static DataIndex index(boolean dropLeaks, SliceIndex... slices) {
    return new DataIndex(List.of(slices), HALF, 2, dropLeaks);
  }

  private static SliceIndex pool() {
    return new SliceIndex(Optional.empty());
  }

  private static SliceIndex official(Split split) {
    return new SliceIndex(Optional.of(split));
  }

  private static SliceIndex with(SliceIndex slice, long key, int label, Content content) {
    slice.add(key, label, content, 100);
    return slice;
  }

  private static String file(ShardPlan plan, Optional<Split> official, int label, long key) {
    return plan.find(official, label, key).map(place -> plan.file(place.shard())).orElse("nowhere");
  }

  @Test
  void theRuleHoldsOutOfThePoolAlone() {
    DataIndex index =
        index(
            false,
            with(with(pool(), TRAINING, 0, A), HELD_OUT, 1, B),
            with(official(Split.TEST), HELD_OUT, 0, C));

    ShardPlan plan = index.plan(bytes -> 1);

    assertThat(plan.count()).isEqualTo(3);
    assertThat(file(plan, Optional.empty(), 0, TRAINING)).startsWith("train/");
    assertThat(file(plan, Optional.empty(), 1, HELD_OUT)).startsWith("validation/");
    assertThat(file(plan, Optional.of(Split.TEST), 0, HELD_OUT)).startsWith("test/");
  }

  @Test
  void whereTheAuthorsGiveAValidationSplitNothingElseIsHeldOut() {
    DataIndex index =
        index(
            false,
            with(with(official(Split.TRAIN), TRAINING, 0, A), HELD_OUT, 1, B),
            with(official(Split.VALIDATION), TRAINING, 0, C));

    ShardPlan plan = index.plan(bytes -> 1);

    assertThat(file(plan, Optional.of(Split.TRAIN), 1, HELD_OUT)).startsWith("train/");
    assertThat(file(plan, Optional.of(Split.VALIDATION), 0, TRAINING)).startsWith("validation/");
  }

  @Test
  void aLeakIsAContentInTwoSplitsAndNotTwoInOne() {
    SliceIndex twins = with(with(pool(), TRAINING, 0, A), TRAINING - 1, 0, A);
    SliceIndex sameHighHalf = with(official(Split.TEST), 9, 0, B);

    assertThat(index(false, twins, sameHighHalf).leaks()).isEmpty();
    assertThat(index(false, twins, with(sameHighHalf, 8, 1, A)).leaks()).containsExactly(A);
  }

  @Test
  void leaksAreDroppedFromTrainingAlone() {
    SliceIndex pool = with(with(with(pool(), TRAINING, 0, A), TRAINING - 1, 1, B), HELD_OUT, 0, C);
    SliceIndex test = with(with(official(Split.TEST), 9, 0, A), 8, 0, C);

    ShardPlan kept = index(false, pool, test).plan(bytes -> 1);
    ShardPlan dropped = index(true, pool, test).plan(bytes -> 1);

    assertThat(kept.count()).isEqualTo(5);
    assertThat(dropped.count()).isEqualTo(4);
    assertThat(file(dropped, Optional.empty(), 0, TRAINING)).isEqualTo("nowhere");
    assertThat(file(dropped, Optional.empty(), 0, HELD_OUT)).startsWith("validation/");
    assertThat(file(dropped, Optional.of(Split.TEST), 0, 9)).startsWith("test/");
  }

  @Test
  void shardsAreCutByTheBytesOfASplit() {
    SliceIndex pool = pool();
    for (int i = 1; i <= 10; i++) {
      pool.add(-i, 0, new Content(i, i), 100);
    }

    assertThat(index(false, pool).plan(bytes -> (int) (bytes / 250)).shards()).isEqualTo(4);
  }

  @Test
  void twoExamplesOfOneIdAreRefused() {
    SliceIndex pool = with(with(pool(), TRAINING, 0, A), TRAINING, 1, B);

    assertThatThrownBy(() -> index(false, pool).plan(bytes -> 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("same id");
  }

  @Test
  void nothingToTrainOnIsRefused() {
    assertThatThrownBy(() -> index(false, with(pool(), HELD_OUT, 0, A)).plan(bytes -> 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train on");
  }
}
