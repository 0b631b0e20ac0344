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

class ConfidentMistakesTest {
  private record Example(long key, int label, Prediction prediction) {}

  @Test
  void theMostConfidentAreKeptAndComeFirst() {
    ConfidentMistakes mistakes = ConfidentMistakes.zero(2);
    mistakes.add(1, 0, new Prediction(1, 0.5));
    mistakes.add(2, 0, new Prediction(2, 0.9));
    mistakes.add(3, 1, new Prediction(0, 0.75));

    assertThat(mistakes.mistakes())
        .containsExactly(new Mistake(2, 0, 2, 0.9), new Mistake(3, 1, 0, 0.75));
  }

  @Test
  void ofEquallyConfidentOnesTheLowerKeyIsKept() {
    ConfidentMistakes mistakes = ConfidentMistakes.zero(2);
    for (long key : new long[] {5, -7, 9, 2}) {
      mistakes.add(key, 0, new Prediction(1, 0.5));
    }

    assertThat(mistakes.mistakes()).extracting(Mistake::key).containsExactly(-7L, 2L);
  }

  @Test
  void whatIsRightOrUndefinedIsNoMistake() {
    ConfidentMistakes mistakes = ConfidentMistakes.zero(5);
    mistakes.add(1, 1, new Prediction(1, 0.9));
    mistakes.add(2, 1, Prediction.of(new float[] {Float.NaN, 0.5f}, 0, 2));

    assertThat(mistakes.mistakes()).isEmpty();
  }

  @Test
  void allWrongAreAllThereWhenTheyFit() {
    ConfidentMistakes mistakes = ConfidentMistakes.zero(5);
    mistakes.add(1, 0, new Prediction(1, 0)).add(2, 0, new Prediction(1, 1));

    assertThat(mistakes.mistakes()).extracting(Mistake::key).containsExactly(2L, 1L);
  }

  @Test
  void noneAreKeptWhenNoneAreWanted() {
    ConfidentMistakes mistakes = ConfidentMistakes.zero(0).add(1, 0, new Prediction(1, 0.5));

    assertThat(mistakes.mistakes()).isEmpty();
  }

  @Test
  void theListThatIsGivenOutIsACopy() {
    ConfidentMistakes mistakes = ConfidentMistakes.zero(1).add(1, 0, new Prediction(1, 0.5));
    List<Mistake> before = mistakes.mistakes();
    mistakes.add(2, 0, new Prediction(1, 0.75));

    assertThat(before).containsExactly(new Mistake(1, 0, 1, 0.5));
  }

  /** Few keys and confidences, so that many mistakes tie in some and differ in others. */
  @Property(tries = 300)
  void anyOrderAndAnySplitKeepTheSameOnes(
      @ForAll long seed,
      @ForAll @IntRange(max = 10) int most,
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(min = 1, max = 9) int partitions) {
    aggregate(most).obeysTheLaws(examples(seed, count), partitions, seed);
  }

  @Property(tries = 200)
  void agreesWithSortingAll(
      @ForAll long seed,
      @ForAll @IntRange(max = 10) int most,
      @ForAll @IntRange(max = 60) int count) {
    List<Example> examples = examples(seed, count);
    List<Mistake> all = new ArrayList<>();
    for (Example example : examples) {
      Prediction prediction = example.prediction();
      if (prediction.defined() && prediction.predicted() != example.label()) {
        all.add(
            new Mistake(
                example.key(), example.label(), prediction.predicted(), prediction.confidence()));
      }
    }
    all.sort(
        (one, other) -> {
          if (one.confidence() != other.confidence()) {
            return one.confidence() > other.confidence() ? -1 : 1;
          }
          if (one.key() != other.key()) {
            return one.key() < other.key() ? -1 : 1;
          }
          return one.label() != other.label()
              ? one.label() - other.label()
              : one.predicted() - other.predicted();
        });

    assertThat(aggregate(most).of(examples).mistakes())
        .isEqualTo(all.subList(0, Math.min(most, all.size())));
  }

  @Test
  void callsThatCannotBeCountedAreRefused() {
    ConfidentMistakes mistakes = ConfidentMistakes.zero(1);

    assertThatThrownBy(() -> ConfidentMistakes.zero(-1)).hasMessageContaining("not -1");
    assertThatThrownBy(() -> mistakes.add(1, -1, Prediction.UNDEFINED))
        .hasMessageContaining("not -1");
    assertThatThrownBy(() -> mistakes.merge(ConfidentMistakes.zero(2)))
        .hasMessageContaining("first 2 mistakes do not merge with the first 1");
    assertThatThrownBy(() -> new Mistake(1, 2, 2, 0.5)).hasMessageContaining("label 2");
    assertThatThrownBy(() -> new Mistake(1, 2, -1, 0.5)).hasMessageContaining("taken for -1");
    assertThatThrownBy(() -> new Mistake(1, 2, 3, Double.NaN)).hasMessageContaining("is NaN");
    assertThat(mistakes).isEqualTo(ConfidentMistakes.zero(1));
  }

  @Test
  void crossesSparkAndIsStillInOrder() throws Exception {
    ConfidentMistakes mistakes = ConfidentMistakes.zero(1).add(1, 0, new Prediction(1, 0.5));
    ConfidentMistakes arrived = (ConfidentMistakes) Aggregate.afterSpark(mistakes);

    assertThat(arrived).isEqualTo(mistakes);
    assertThat(arrived.add(2, 0, new Prediction(1, 0.75)).mistakes())
        .containsExactly(new Mistake(2, 0, 1, 0.75));
  }

  private static Aggregate<ConfidentMistakes, Example> aggregate(int most) {
    return new Aggregate<>(
        () -> ConfidentMistakes.zero(most),
        (mistakes, example) -> mistakes.add(example.key(), example.label(), example.prediction()),
        ConfidentMistakes::merge);
  }

  private static List<Example> examples(long seed, int count) {
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Prediction prediction =
          random.nextInt(10) == 0
              ? Prediction.UNDEFINED
              : new Prediction(random.nextInt(3), random.nextInt(5) / 4.0);
      examples.add(new Example(random.nextInt(9) - 4, random.nextInt(3), prediction));
    }
    return examples;
  }
}
