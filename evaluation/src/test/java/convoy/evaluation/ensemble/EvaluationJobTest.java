// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.LocalSpark;
import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.MemberCounts;
import convoy.evaluation.metric.PairedCounts;
import convoy.preprocessing.augment.TestTimeAugmentation;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationJobTest {
  private static final float[] ONE = NaiveEvaluation.parameters(1);
  private static final float[] TWO = NaiveEvaluation.parameters(2);
  private static final float[] THREE = NaiveEvaluation.parameters(3);

  /** 50 images are twelve minibatches and a partial one. */
  private static final ImageBlock IMAGES = NaiveEvaluation.images(4, 50);

  /** What three sets of parameters say: answers 0, 1 and 2. */
  private static Predictions predictions(ImageBlock... blocks) {
    var rdd = LocalSpark.context().parallelize(List.of(blocks), blocks.length);
    var sets = new ParameterSets(NaiveEvaluation.spec(), List.of(ONE, TWO, THREE));
    return Predictions.of(LocalSpark.context(), rdd, List.of(sets), List.of(View.AS_IT_IS));
  }

  private static List<ClassificationMetrics> evaluate(List<Member> members, ImageBlock... blocks) {
    try (Predictions predictions = predictions(blocks)) {
      List<ClassificationMetrics> judged =
          EvaluationJob.run(predictions, members, 0).counts().stream()
              .map(MemberCounts::metrics)
              .toList();
      assertThat(EvaluationJob.score(predictions, members)).isEqualTo(judged);
      return judged;
    }
  }

  private static void assertMatches(ClassificationMetrics actual, ClassificationMetrics naive) {
    assertThat(actual.count()).isEqualTo(naive.count());
    assertThat(actual.confusion()).isDeepEqualTo(naive.confusion());
    assertThat(actual.top5Hits()).isEqualTo(naive.top5Hits());
    assertThat(actual.crossEntropy()).isCloseTo(naive.crossEntropy(), within(1e-5));
  }

  @Test
  void aMemberAloneIsWhatANaiveLoopSays() {
    var rdd = LocalSpark.context().parallelize(List.of(IMAGES), 1);

    ClassificationMetrics metrics =
        EvaluationJob.run(LocalSpark.context(), rdd, NaiveEvaluation.spec(), ONE);

    assertMatches(metrics, NaiveEvaluation.metrics(IMAGES, ONE));
  }

  @Test
  void anEnsembleIsTheMeanOfProbabilitiesAndMembersMayShareParameters() {
    List<ClassificationMetrics> metrics =
        evaluate(
            List.of(
                Member.alone("two", 1),
                Member.mean("all", List.of(0, 1, 2)),
                Member.mean("ends", List.of(2, 0)),
                Member.mean("twice", List.of(1, 1))),
            IMAGES);

    assertThat(metrics).hasSize(4);
    assertMatches(metrics.get(0), NaiveEvaluation.metrics(IMAGES, TWO));
    assertMatches(metrics.get(1), NaiveEvaluation.metrics(IMAGES, ONE, TWO, THREE));
    assertMatches(metrics.get(2), NaiveEvaluation.metrics(IMAGES, THREE, ONE));
    assertThat(metrics.get(3)).isEqualTo(metrics.get(0));
    assertThat(metrics.get(2)).isNotEqualTo(metrics.get(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void anyPartitioningGivesTheSameAnswer(int partitions) {
    List<ImageBlock> parts = new ArrayList<>();
    for (int part = 0; part < partitions; part++) {
      parts.add(NaiveEvaluation.part(IMAGES, part * 50 / partitions, (part + 1) * 50 / partitions));
    }

    List<ClassificationMetrics> metrics =
        evaluate(
            List.of(Member.alone("one", 0), Member.mean("both", List.of(0, 1))),
            parts.toArray(ImageBlock[]::new));

    assertMatches(metrics.get(0), NaiveEvaluation.metrics(IMAGES, ONE));
    assertMatches(metrics.get(1), NaiveEvaluation.metrics(IMAGES, ONE, TWO));
  }

  @Test
  void anEmptyBlockAddsNothing() {
    List<Member> one = List.of(Member.alone("one", 0));
    ImageBlock empty = NaiveEvaluation.images(5, 0);

    assertThat(evaluate(one, empty, IMAGES, empty)).isEqualTo(evaluate(one, IMAGES));
    assertThat(evaluate(one, empty).get(0).count()).isZero();
  }

  @Test
  void oneExampleIsEnough() {
    ImageBlock one = NaiveEvaluation.images(6, 1);

    assertMatches(
        evaluate(List.of(Member.alone("one", 0)), one).get(0), NaiveEvaluation.metrics(one, ONE));
  }

  @Test
  void pairsAreCountedOnTheSameExamples() {
    List<Member> members =
        List.of(Member.alone("one", 0), Member.alone("two", 1), Member.alone("again", 0));
    PairedCounts expected = PairedCounts.zero();
    for (int image = 0; image < IMAGES.count(); image++) {
      expected.add(
          IMAGES.label(image),
          NaiveEvaluation.predicted(IMAGES, image, ONE),
          NaiveEvaluation.predicted(IMAGES, image, TWO));
    }

    try (Predictions predictions = predictions(IMAGES)) {
      Judgement judgement = EvaluationJob.run(predictions, members, 0);

      assertThat(judgement.pair(0, 1)).isEqualTo(expected);
      assertThat(judgement.pair(0, 2).differ()).isZero();
      assertThat(judgement.pair(0, 2).count()).isEqualTo(50);
    }
  }

  @Test
  void imagesAreDecodedOnceHoweverManySetsViewsAndQuestionsThereAre() {
    var decoded = LocalSpark.context().sc().longAccumulator();
    var rdd =
        LocalSpark.context()
            .parallelize(List.of(IMAGES, NaiveEvaluation.images(9, 7)), 2)
            .map(
                block -> {
                  decoded.add(block.count());
                  return block;
                });
    var first = new ParameterSets(NaiveEvaluation.spec(), List.of(ONE, TWO, THREE, ONE, TWO));
    var second = new ParameterSets(NaiveEvaluation.spec(), List.of(THREE, TWO));
    List<View> views = new TestTimeAugmentation(true, 1).views();

    try (Predictions predictions =
        Predictions.of(LocalSpark.context(), rdd, List.of(first, second), views)) {
      EvaluationJob.run(predictions, List.of(Member.alone("one", 0)), 0);
      Judgement judgement =
          EvaluationJob.run(
              predictions, List.of(Member.alone("last", 6), Member.alone("seen", 13)), 3);

      assertThat(decoded.value()).isEqualTo(57);
      assertThat(judgement.counts().get(0).metrics().count()).isEqualTo(57);
      assertThat(judgement.imagesPerSecond(1)).isLessThan(judgement.imagesPerSecond(0));
    }
  }

  /** Networks of their own keep their order, and the views come behind the plain answers. */
  @Test
  void answersOfSeveralNetworksAndViewsStandInTheirOrder() {
    View mirrored = new View(true, 0, 0);
    var rdd = LocalSpark.context().parallelize(List.of(IMAGES), 1);
    var one = new ParameterSets(NaiveEvaluation.spec(), List.of(ONE));
    var others = new ParameterSets(NaiveEvaluation.spec(), List.of(TWO, THREE));
    ImageBlock turned = NaiveEvaluation.mirrored(IMAGES);

    try (Predictions predictions =
        Predictions.of(
            LocalSpark.context(), rdd, List.of(one, others), List.of(View.AS_IT_IS, mirrored))) {
      PredictionBlock block = predictions.blocks().first();

      assertThat(block.answers()).hasSize(6);
      assertAnswer(block, 0, NaiveEvaluation.mean(List.of(IMAGES), ONE));
      assertAnswer(block, 2, NaiveEvaluation.mean(List.of(IMAGES), THREE));
      assertAnswer(block, 3, NaiveEvaluation.mean(List.of(IMAGES, turned), ONE));
      assertAnswer(block, 5, NaiveEvaluation.mean(List.of(IMAGES, turned), THREE));
    }
  }

  private static void assertAnswer(PredictionBlock block, int answer, float[] expected) {
    assertThat(block.answers().get(answer)).containsExactly(expected, within(1e-5f));
  }

  @Test
  void aMemberMadeOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Member.mean("nobody", List.of()))
        .withMessageContaining("nobody");
  }
}
