// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PairedCountsTest {
  private record Example(int label, int first, int second) {}

  @Test
  void everyCellIsCountedOnItsOwn() {
    PairedCounts counts = counts(4, 3, 2, 1);

    assertThat(counts.bothRight()).isEqualTo(4);
    assertThat(counts.onlyFirst()).isEqualTo(3);
    assertThat(counts.onlySecond()).isEqualTo(2);
    assertThat(counts.bothWrong()).isEqualTo(1);
    assertThat(counts.count()).isEqualTo(10);
    assertThat(counts.differ()).isEqualTo(5);
    assertThat(counts.disagreement()).isEqualTo(0.5);
    // (4 * 1 - 3 * 2) / (4 * 1 + 3 * 2)
    assertThat(counts.yulesQ()).isEqualTo(-0.2);
    assertThat(counts.gain().gain()).isEqualTo(0.1);
    assertThat(counts.mcNemar()).isEqualTo(new McNemar(3, 2));
  }

  @Test
  void twoDifferentWrongAnswersDisagree() {
    PairedCounts counts = PairedCounts.zero().add(0, 1, 2).add(0, 1, 1);

    assertThat(counts.bothWrong()).isEqualTo(2);
    assertThat(counts.differ()).isEqualTo(1);
  }

  @Test
  void anUndefinedPredictionIsWrongAndDiffersFromEveryClass() {
    int undefined = Prediction.of(new float[] {Float.NaN, 0.5f}, 0, 2).predicted();
    PairedCounts counts = PairedCounts.zero();
    counts.add(0, undefined, 0).add(0, 1, undefined).add(0, undefined, undefined);

    assertThat(counts.onlySecond()).isEqualTo(1);
    assertThat(counts.bothWrong()).isEqualTo(2);
    assertThat(counts.differ()).isEqualTo(2);
  }

  @Test
  void oneExample() {
    PairedCounts counts = counts(0, 1, 0, 0);

    assertThat(counts.disagreement()).isOne();
    assertThat(counts.yulesQ()).isNaN();
    assertThat(counts.gain().gain()).isOne();
    assertThat(counts.mcNemar().pValue()).isOne();
  }

  @Test
  void allWrongHasNoQAndNoGain() {
    PairedCounts counts = counts(0, 0, 0, 5);

    assertThat(counts.yulesQ()).isNaN();
    assertThat(counts.disagreement()).isZero();
    assertThat(counts.gain().gain()).isZero();
    assertThat(counts.mcNemar().pValue()).isOne();
  }

  @Test
  void ofNoExampleTheSharesAreNaN() {
    PairedCounts counts = PairedCounts.zero();

    assertThat(counts.count()).isZero();
    assertThat(counts.disagreement()).isNaN();
    assertThat(counts.yulesQ()).isNaN();
    assertThat(counts.gain().gain()).isNaN();
    assertThat(counts.mcNemar().pValue()).isOne();
  }

  @Test
  void qIsOneForTheSameErrorsZeroForIndependentOnesAndLessForOpposite() {
    assertThat(counts(7, 0, 0, 3).yulesQ()).isOne();
    assertThat(counts(4, 4, 1, 1).yulesQ()).isZero();
    assertThat(counts(0, 4, 4, 0).yulesQ()).isEqualTo(-1);
  }

  @Property(tries = 200)
  void anyOrderAndAnySplitGiveTheSinglePassAnswer(
      @ForAll long seed,
      @ForAll @IntRange(max = 200) int count,
      @ForAll @IntRange(min = 1, max = 9) int partitions) {
    aggregate().obeysTheLaws(examples(seed, count), partitions, seed);
  }

  @Property(tries = 200)
  void swappingTheTwoSwapsWhatOneAloneHasRight(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int count) {
    List<Example> examples = examples(seed, count);
    PairedCounts counts = aggregate().of(examples);
    PairedCounts swapped = PairedCounts.zero();
    examples.forEach(e -> swapped.add(e.label(), /* first= */ e.second(), /* second= */ e.first()));

    assertThat(counts.count()).isEqualTo(count);
    assertThat(swapped.onlyFirst()).isEqualTo(counts.onlySecond());
    assertThat(swapped.onlySecond()).isEqualTo(counts.onlyFirst());
    assertThat(swapped.differ()).isEqualTo(counts.differ());
    assertThat(Double.compare(swapped.yulesQ(), counts.yulesQ())).isZero(); // or both are NaN
    assertThat(swapped.mcNemar().pValue()).isEqualTo(counts.mcNemar().pValue());
    assertThat(swapped.gain().gain() + counts.gain().gain()).isZero();
    assertThat(swapped.gain().low() + counts.gain().high()).isZero();
  }

  @Test
  void callsThatCannotBeCountedAreRefused() {
    PairedCounts counts = PairedCounts.zero();

    assertThatThrownBy(() -> counts.add(-1, 0, 0)).hasMessageContaining("label -1");
    assertThatThrownBy(() -> counts.add(0, -2, 0)).hasMessageContaining("as -2 and 0");
    assertThatThrownBy(() -> counts.add(0, 0, -2)).hasMessageContaining("as 0 and -2");
    assertThat(counts).isEqualTo(PairedCounts.zero());
  }

  @Test
  void crossesSparkUnchanged() throws Exception {
    PairedCounts counts = counts(1, 2, 3, 4);

    assertThat(Aggregate.afterSpark(counts)).isEqualTo(counts);
  }

  private static PairedCounts counts(int bothRight, int onlyFirst, int onlySecond, int bothWrong) {
    PairedCounts counts = PairedCounts.zero();
    for (int i = 0; i < bothRight; i++) {
      counts.add(0, 0, 0);
    }
    for (int i = 0; i < onlyFirst; i++) {
      counts.add(0, 0, 1);
    }
    for (int i = 0; i < onlySecond; i++) {
      counts.add(0, 1, 0);
    }
    for (int i = 0; i < bothWrong; i++) {
      counts.add(0, 1, 1);
    }
    return counts;
  }

  private static Aggregate<PairedCounts, Example> aggregate() {
    return new Aggregate<>(
        PairedCounts::zero,
        (counts, example) -> counts.add(example.label(), example.first(), example.second()),
        PairedCounts::merge);
  }

  private static List<Example> examples(long seed, int count) {
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(new Example(random.nextInt(3), random.nextInt(4) - 1, random.nextInt(4) - 1));
    }
    return examples;
  }
}
