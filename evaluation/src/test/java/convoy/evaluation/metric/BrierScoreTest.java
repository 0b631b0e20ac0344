// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BrierScoreTest {
  private record Example(float[] probabilities, int label) {}

  @Test
  void twoExamplesComputedByHand() {
    float[] probabilities = {0.5f, 0.25f, 0.25f, 0.125f, 0.75f, 0.125f};
    BrierScore score = BrierScore.zero(3).add(probabilities, 0, 0).add(probabilities, 3, 2);

    // (1/4 + 1/16 + 1/16 + 1/64 + 9/16 + 49/64) / 2
    assertThat(score.count()).isEqualTo(2);
    assertThat(score.value()).isEqualTo((0.375 + 1.34375) / 2);
  }

  @Test
  void certainAndRightIsZeroAndCertainAndWrongIsTwo() {
    float[] certain = {0, 1, 0};

    assertThat(BrierScore.zero(3).add(certain, 0, 1).value()).isZero();
    assertThat(BrierScore.zero(3).add(certain, 0, 2).value()).isEqualTo(2);
  }

  @Test
  void equalProbabilitiesForAllGetOneLessTheirShare() {
    float[] equal = {0.25f, 0.25f, 0.25f, 0.25f};

    assertThat(BrierScore.zero(4).add(equal, 0, 3).value()).isEqualTo(0.75);
  }

  @Test
  void anExampleWithNaNOrInfinityCountsAsCertainAndWrong() {
    BrierScore score = BrierScore.zero(2);
    score.add(new float[] {Float.NaN, 1}, 0, 1);
    score.add(new float[] {0, Float.POSITIVE_INFINITY}, 0, 1);

    assertThat(score.count()).isEqualTo(2);
    assertThat(score.value()).isEqualTo(2);
  }

  @Test
  void probabilitiesAreHeldWithinZeroAndOne() {
    float[] rounded = {1.0000002f, -1e-7f};

    assertThat(BrierScore.zero(2).add(rounded, 0, 0).value()).isZero();
  }

  @Test
  void noExampleHasNoScore() {
    assertThat(BrierScore.zero(2).count()).isZero();
    assertThat(BrierScore.zero(2).value()).isNaN();
  }

  @Property(tries = 200)
  void anyOrderAndAnySplitGiveTheSinglePassAnswer(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @IntRange(max = 100) int count,
      @ForAll @IntRange(min = 1, max = 9) int partitions) {
    Aggregate<BrierScore, Example> scores =
        new Aggregate<>(
            () -> BrierScore.zero(classes),
            (score, example) -> score.add(example.probabilities(), 0, example.label()),
            BrierScore::merge);

    scores.obeysTheLaws(examples(seed, classes, count), partitions, seed);
  }

  @Property(tries = 100)
  void agreesWithASumOfDoubles(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @IntRange(min = 1, max = 100) int count) {
    BrierScore score = BrierScore.zero(classes);
    double sum = 0;
    for (Example example : examples(seed, classes, count)) {
      score.add(example.probabilities(), 0, example.label());
      double distance = 0;
      for (int i = 0; i < classes; i++) {
        double error = (i == example.label() ? 1 : 0) - example.probabilities()[i];
        distance += error * error;
      }
      sum += Double.isNaN(distance) ? 2 : distance;
    }

    assertThat(score.value()).isCloseTo(sum / count, within(1e-11));
  }

  @Test
  void callsThatCannotBeCountedAreRefused() {
    BrierScore score = BrierScore.zero(2);
    float[] row = {0.5f, 0.5f};

    assertThatThrownBy(() -> score.add(row, 0, 2)).hasMessageContaining("label 2 is not in 0..1");
    assertThatThrownBy(() -> score.add(row, 0, -1)).hasMessageContaining("label -1");
    assertThatThrownBy(() -> score.add(row, 1, 0)).hasMessageContaining("from offset 1");
    assertThatThrownBy(() -> score.merge(BrierScore.zero(3))).hasMessageContaining("3 classes");
    assertThatThrownBy(() -> BrierScore.zero(0)).hasMessageContaining("not 0");
    assertThat(score).isEqualTo(BrierScore.zero(2));
  }

  @Test
  void crossesSparkUnchanged() throws Exception {
    BrierScore score = BrierScore.zero(2).add(new float[] {0.3f, 0.7f}, 0, 1);

    assertThat(Aggregate.afterSpark(score)).isEqualTo(score);
  }

  private static List<Example> examples(long seed, int classes, int count) {
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] probabilities = new float[classes];
      for (int j = 0; j < classes; j++) {
        probabilities[j] = random.nextInt(50) == 0 ? Float.NaN : random.nextFloat();
      }
      examples.add(new Example(probabilities, random.nextInt(classes)));
    }
    return examples;
  }
}
