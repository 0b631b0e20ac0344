// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KBestTest {
  /** Distances of three queries to each example; few levels, so that many are equal. */
  private record Examples(int k, double[][] distances) {
    static Examples random(long seed, int k, int count) {
      Random random = new Random(seed);
      double[][] distances = new double[count][3];
      for (double[] row : distances) {
        for (int query = 0; query < 3; query++) {
          int level = random.nextInt(9);
          row[query] = level == 8 ? Double.POSITIVE_INFINITY : level;
        }
      }
      return new Examples(k, distances);
    }

    KBest best(List<Integer> indices) {
      KBest best = KBest.zero(3, k);
      for (int index : indices) {
        for (int query = 0; query < 3; query++) {
          best.add(query, distances[index][query], index);
        }
      }
      return best;
    }

    List<Integer> all() {
      return new ArrayList<>(IntStream.range(0, distances.length).boxed().toList());
    }
  }

  @Property(tries = 300)
  void anyOrderAndAnyTreeOfMergesGiveTheSinglePassAnswer(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int k,
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(min = 1, max = 7) int partitions) {
    Examples examples = Examples.random(seed, k, count);
    Random random = new Random(~seed);
    List<List<Integer>> parts = new ArrayList<>();
    IntStream.range(0, partitions).forEach(part -> parts.add(new ArrayList<>()));
    List<Integer> order = examples.all();
    Collections.shuffle(order, random);
    order.forEach(index -> parts.get(random.nextInt(partitions)).add(index));
    List<KBest> merged = new ArrayList<>();
    parts.forEach(part -> merged.add(examples.best(part)));

    while (merged.size() > 1) {
      KBest one = merged.remove(random.nextInt(merged.size()));
      merged.get(random.nextInt(merged.size())).merge(one);
    }

    assertThat(merged.get(0)).isEqualTo(examples.best(examples.all()));
  }

  @Property(tries = 200)
  void keepsTheFirstOfASortedList(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int k,
      @ForAll @IntRange(max = 60) int count) {
    Examples examples = Examples.random(seed, k, count);
    KBest best = examples.best(examples.all());

    for (int query = 0; query < 3; query++) {
      int q = query;
      List<Integer> sorted = examples.all();
      sorted.sort((a, b) -> Double.compare(examples.distances[a][q], examples.distances[b][q]));
      List<Integer> first = sorted.subList(0, Math.min(k, count)); // the sort is stable
      assertThat(best.size(query)).isEqualTo(first.size());
      assertThat(best.indices(query))
          .containsExactly(first.stream().mapToInt(index -> index).toArray());
      assertThat(best.distances(query))
          .containsExactly(
              first.stream().mapToDouble(index -> examples.distances[index][q]).toArray());
      assertThat(best.bound(query))
          .isEqualTo(
              count < k ? Double.POSITIVE_INFINITY : examples.distances[first.get(k - 1)][query]);
    }
  }

  @Property(tries = 100)
  void mergingZeroChangesNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int k,
      @ForAll @IntRange(max = 30) int count) {
    Examples examples = Examples.random(seed, k, count);
    KBest best = examples.best(examples.all());

    assertThat(KBest.zero(3, k).merge(best)).isEqualTo(best);
    assertThat(examples.best(examples.all()).merge(KBest.zero(3, k))).isEqualTo(best);
    assertThat(KBest.zero(3, k).merge(KBest.zero(3, k))).isEqualTo(KBest.zero(3, k));
  }

  @Test
  void whatIsNoDistanceAndWhatDoesNotFitIsRefused() {
    KBest best = KBest.zero(1, 2);

    assertThatIllegalArgumentException().isThrownBy(() -> best.add(0, Double.NaN, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> best.add(0, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> best.merge(KBest.zero(2, 2)));
    assertThatIllegalArgumentException().isThrownBy(() -> best.merge(KBest.zero(1, 3)));
    assertThatIllegalArgumentException().isThrownBy(() -> KBest.zero(1, 0));
    assertThat(best).isEqualTo(KBest.zero(1, 2));
  }
}
