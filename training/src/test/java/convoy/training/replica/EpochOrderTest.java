// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  private static int[] order(long seed, int epoch, int worker) {
    return new EpochOrder(seed, epoch, worker, 100, 100).minibatch(0);
  }

  @Property(tries = 300)
  void theMinibatchesOfAnEpochPartitionTheExamples(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 200) int examples,
      @ForAll @IntRange(min = 1, max = 40) int batch) {
    EpochOrder order = new EpochOrder(seed, 1, 2, examples, batch);
    int minibatches = EpochOrder.minibatches(examples, batch);

    int[] all =
        IntStream.range(0, minibatches)
            .mapToObj(order::minibatch)
            .flatMapToInt(Arrays::stream)
            .toArray();

    assertThat(all).hasSize(examples);
    assertThat(Arrays.stream(all).sorted())
        .containsExactlyElementsOf(IntStream.range(0, examples).boxed().toList());
    for (int step = 0; step < minibatches - 1; step++) {
      assertThat(order.minibatch(step)).hasSize(batch);
    }
    assertThat(order.minibatch(minibatches)).isEmpty();
  }

  @Test
  void theSameInputsGiveTheSameOrder() {
    assertThat(order(5, 3, 1)).isEqualTo(order(5, 3, 1));
  }

  @Test
  void anotherSeedEpochOrWorkerGivesAnotherOrder() {
    assertThat(order(6, 3, 1)).isNotEqualTo(order(5, 3, 1));
    assertThat(order(5, 4, 1)).isNotEqualTo(order(5, 3, 1));
    assertThat(order(5, 3, 2)).isNotEqualTo(order(5, 3, 1));
    assertThat(order(5, 1, 3)).isNotEqualTo(order(5, 3, 1));
  }

  @Test
  void everyPlaceIsAsLikelyForAnExample() {
    int[] timesFirst = new int[5];
    int[] timesLast = new int[5];
    for (int epoch = 0; epoch < 10_000; epoch++) {
      int[] order = new EpochOrder(7, epoch, 0, 5, 5).minibatch(0);
      timesFirst[order[0]]++;
      timesLast[order[4]]++;
    }

    // 2,000 expected, with a deviation of 40.
    assertThat(Arrays.stream(timesFirst)).allMatch(times -> Math.abs(times - 2000) < 200);
    assertThat(Arrays.stream(timesLast)).allMatch(times -> Math.abs(times - 2000) < 200);
  }

  @Test
  void nothingFollowsTheLastMinibatchHoweverFar() {
    EpochOrder order = new EpochOrder(1, 0, 0, 10, 4);

    assertThat(order.minibatch(2)).hasSize(2);
    assertThat(order.minibatch(3)).isEmpty();
    assertThat(order.minibatch(Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void aWorkerWithoutExamplesHasNoMinibatches() {
    assertThat(EpochOrder.minibatches(0, 4)).isZero();
    assertThat(new EpochOrder(1, 0, 0, 0, 4).minibatch(0)).isEmpty();
  }
}
