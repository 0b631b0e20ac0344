// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.LocalSpark;
import convoy.evaluation.metric.EnsembleMetrics;
import convoy.evaluation.metric.PairedCounts;
import convoy.evaluation.metric.Prediction;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleGainsTest {
  private static final List<float[]> SETS =
      List.of(
          NaiveEvaluation.parameters(1),
          NaiveEvaluation.parameters(2),
          NaiveEvaluation.parameters(3));
  private static final ImageBlock IMAGES = NaiveEvaluation.images(8, 70);

  private static Judgement judge(ImageBlock images, Member... ensembles) {
    var rdd = LocalSpark.context().parallelize(List.of(images), 1);
    var sets = new ParameterSets(NaiveEvaluation.spec(), SETS);
    List<Member> members = new ArrayList<>();
    for (int set = 0; set < SETS.size(); set++) {
      members.add(Member.alone("set " + set, set));
    }
    members.addAll(List.of(ensembles));
    List<View> views = List.of(View.AS_IT_IS, new View(true, 0, 0));
    try (Predictions predictions =
        Predictions.of(LocalSpark.context(), rdd, List.of(sets), views)) {
      return EvaluationJob.run(predictions, members, 0);
    }
  }

  private static int[] predictedBy(float[]... sets) {
    int[] predicted = new int[IMAGES.count()];
    for (int i = 0; i < predicted.length; i++) {
      float[] sum = new float[NaiveEvaluation.CLASSES];
      for (float[] set : sets) {
        float[] row = NaiveEvaluation.mean(List.of(NaiveEvaluation.part(IMAGES, i, i + 1)), set);
        for (int k = 0; k < sum.length; k++) {
          sum[k] += row[k] / sets.length;
        }
      }
      predicted[i] = Prediction.of(sum, 0, sum.length).predicted();
    }
    return predicted;
  }

  private static PairedCounts paired(int[] first, int[] second) {
    PairedCounts pair = PairedCounts.zero();
    for (int i = 0; i < first.length; i++) {
      pair.add(IMAGES.label(i), first[i], second[i]);
    }
    return pair;
  }

  private static long right(int[] predicted) {
    return paired(predicted, predicted).bothRight();
  }

  @Test
  void anEnsembleIsComparedWithTheBestOfItsParts() {
    Judgement judgement = judge(IMAGES, Member.mean("two", List.of(2, 0)));
    int[] zero = predictedBy(SETS.get(0));
    int[] two = predictedBy(SETS.get(2));
    int[] best = right(two) > right(zero) ? two : zero;

    EnsembleMetrics gain = new EnsembleGains(judgement).of(3, List.of(0, 2), 100, List.of(0.5));

    assertThat(gain.parts()).isEqualTo(2);
    assertThat(gain.best()).isEqualTo(best == two ? "set 2" : "set 0");
    assertThat(gain.against()).isEqualTo(paired(predictedBy(SETS.get(2), SETS.get(0)), best));
    assertThat(gain.bestTop1()).isEqualTo(right(best) / 70.0);
    assertThat(gain.disagreement()).isEqualTo(paired(zero, two).disagreement());
    assertThat(gain.yulesQ()).isEqualTo(paired(zero, two).yulesQ());
    assertThat(gain.parameters()).isEqualTo(100);
    assertThat(gain.imagesPerSecond()).isPositive();
    assertThat(gain.growth()).containsExactly(0.5);
  }

  @Test
  void differencesAreMeansOverAllPairs() {
    Judgement judgement = judge(IMAGES, Member.mean("all", List.of(0, 1, 2)));
    double sum = 0;
    for (int[] pair : new int[][] {{0, 1}, {0, 2}, {1, 2}}) {
      sum += paired(predictedBy(SETS.get(pair[0])), predictedBy(SETS.get(pair[1]))).disagreement();
    }

    assertThat(new EnsembleGains(judgement).of(3, List.of(0, 1, 2), 1, List.of()).disagreement())
        .isCloseTo(sum / 3, within(1e-12));
  }

  @Test
  void onePartAloneDisagreesWithNothing() {
    Judgement judgement =
        judge(IMAGES, Member.mean("greedy", List.of(1, 1, 1)), Member.alone("augmented", 4));
    EnsembleGains gains = new EnsembleGains(judgement);

    EnsembleMetrics greedy = gains.of(3, List.of(1), 9, List.of());
    assertThat(greedy.parts()).isEqualTo(1);
    assertThat(greedy.parameters()).isEqualTo(9);
    assertThat(greedy.against().differ()).isZero();
    assertThat(greedy.disagreement()).isNaN();
    assertThat(gains.of(4, List.of(1), 9, List.of()).best()).isEqualTo("set 1");
  }

  @Test
  void ofNoExampleNothingIsKnown() {
    Judgement judgement = judge(NaiveEvaluation.images(1, 0), Member.mean("two", List.of(0, 1)));

    EnsembleMetrics gain = new EnsembleGains(judgement).of(3, List.of(0, 1), 1, List.of());
    assertThat(gain.bestTop1()).isNaN();
    assertThat(gain.disagreement()).isNaN();
    assertThat(gain.yulesQ()).isNaN();
    assertThat(gain.imagesPerSecond()).isNaN();
  }

  @Test
  void anEnsembleGrowsPartByPart() {
    assertThat(EnsembleGains.growing(Member.mean("all", List.of(2, 0, 1))))
        .extracting(Member::answers)
        .containsExactly(List.of(2), List.of(2, 0), List.of(2, 0, 1));
  }
}
