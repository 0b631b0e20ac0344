// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The aggregate's laws: equality of metrics here is equality of every count and every bit. */
class ClassificationMetricsPropertyTest {

  /** Examples with softmax-like probabilities; some are NaN, zero or tied. */
  private record Examples(int classes, float[] probabilities, int[] labels) {
    static Examples random(long seed, int classes, int count) {
      Random random = new Random(seed);
      float[] probabilities = new float[count * classes];
      int[] labels = random.ints(count, 0, classes).toArray();
      for (int i = 0; i < probabilities.length; i++) {
        probabilities[i] =
            switch (random.nextInt(20)) {
              case 0 -> 0;
              case 1, 2 -> 0.25f;
              case 3 -> random.nextInt(10) == 0 ? Float.NaN : 1;
              default -> random.nextFloat();
            };
      }
      return new Examples(classes, probabilities, labels);
    }

    ClassificationMetrics metrics(List<Integer> indices) {
      ClassificationMetrics metrics = ClassificationMetrics.zero(classes);
      indices.forEach(i -> metrics.add(probabilities, i * classes, labels[i]));
      return metrics;
    }

    ClassificationMetrics all() {
      return metrics(IntStream.range(0, labels.length).boxed().toList());
    }
  }

  @Property(tries = 200)
  void mergingZeroChangesNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @IntRange(max = 50) int count) {
    Examples examples = Examples.random(seed, classes, count);

    assertThat(ClassificationMetrics.zero(classes).merge(examples.all())).isEqualTo(examples.all());
    assertThat(examples.all().merge(ClassificationMetrics.zero(classes))).isEqualTo(examples.all());
  }

  @Property(tries = 12)
  void zeroAndZeroIsZero(@ForAll @IntRange(min = 1, max = 12) int classes) {
    ClassificationMetrics merged =
        ClassificationMetrics.zero(classes).merge(ClassificationMetrics.zero(classes));

    assertThat(merged).isEqualTo(ClassificationMetrics.zero(classes));
    assertThat(merged.crossEntropy()).isZero();
  }

  @Property(tries = 300)
  void anyOrderAndAnySplitGiveTheSinglePassAnswer(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @IntRange(max = 200) int count,
      @ForAll @IntRange(min = 1, max = 9) int partitions) {
    Examples examples = Examples.random(seed, classes, count);
    Random random = new Random(~seed);
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, random);
    List<List<Integer>> parts = new ArrayList<>();
    IntStream.range(0, partitions).forEach(part -> parts.add(new ArrayList<>()));
    order.forEach(i -> parts.get(random.nextInt(partitions)).add(i));

    List<ClassificationMetrics> merged = new ArrayList<>();
    parts.forEach(part -> merged.add(examples.metrics(part)));
    while (merged.size() > 1) { // a random tree of merges
      ClassificationMetrics one = merged.remove(random.nextInt(merged.size()));
      merged.get(random.nextInt(merged.size())).merge(one);
    }

    assertThat(merged.get(0)).isEqualTo(examples.all());
    assertThat(merged.get(0).crossEntropy()).isEqualTo(examples.all().crossEntropy());
  }

  @Property(tries = 100)
  void agreesWithASumOfDoubles(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @IntRange(min = 1, max = 200) int count) {
    Examples examples = Examples.random(seed, classes, count);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double probability = examples.probabilities[i * classes + examples.labels[i]];
      for (int j = 0; j < classes; j++) {
        if (Float.isNaN(examples.probabilities[i * classes + j])) {
          probability = 0;
        }
      }
      sum -= Math.log(Math.max(Float.MIN_NORMAL, probability));
    }

    assertThat(examples.all().crossEntropy()).isCloseTo(sum / count, within(1e-11));
  }

  @Property(tries = 200)
  void everyExampleIsCountedOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @IntRange(max = 200) int count) {
    ClassificationMetrics metrics = Examples.random(seed, classes, count).all();

    assertThat(metrics.count()).isEqualTo(count);
    assertThat(metrics.undefined()).isBetween(0L, (long) count);
    assertThat(metrics.top5Hits())
        .isBetween(metrics.top1Hits(), metrics.count() - metrics.undefined());
    if (classes <= 5) {
      assertThat(metrics.top5Hits()).isEqualTo(metrics.count() - metrics.undefined());
    }
  }
}
