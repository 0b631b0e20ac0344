// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.LocalSpark;
import convoy.evaluation.metric.ClassificationMetrics;
import convoy.preprocessing.shard.ImageBlock;
import convoy.training.replica.Replica;
import convoy.training.replica.ReplicaSpec;
import java.util.AbstractList;
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

  private static List<ClassificationMetrics> evaluate(Candidates candidates, ImageBlock... blocks) {
    var rdd = LocalSpark.context().parallelize(List.of(blocks), blocks.length);
    return EvaluationJob.run(LocalSpark.context(), rdd, NaiveEvaluation.spec(), candidates);
  }

  private static void assertMatches(ClassificationMetrics actual, ClassificationMetrics naive) {
    assertThat(actual.count()).isEqualTo(naive.count());
    assertThat(actual.confusion()).isDeepEqualTo(naive.confusion());
    assertThat(actual.top5Hits()).isEqualTo(naive.top5Hits());
    assertThat(actual.crossEntropy()).isCloseTo(naive.crossEntropy(), within(1e-5));
  }

  @Test
  void aMemberAloneIsWhatANaiveLoopSays() {
    List<ClassificationMetrics> metrics = evaluate(Candidates.single("last", ONE), IMAGES);

    assertThat(metrics).hasSize(1);
    assertMatches(metrics.get(0), NaiveEvaluation.metrics(IMAGES, ONE));
  }

  @Test
  void anEnsembleIsTheMeanOfProbabilitiesAndMembersMayShareParameters() {
    Candidates candidates =
        new Candidates(
            List.of(ONE, TWO, THREE),
            List.of(
                new Member("two", List.of(1)),
                new Member("all", List.of(0, 1, 2)),
                new Member("ends", List.of(2, 0)),
                new Member("twice", List.of(1, 1))));

    List<ClassificationMetrics> metrics = evaluate(candidates, IMAGES);

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
    Candidates candidates =
        new Candidates(
            List.of(ONE, TWO),
            List.of(new Member("one", List.of(0)), new Member("both", List.of(0, 1))));
    List<ImageBlock> parts = new ArrayList<>();
    for (int part = 0; part < partitions; part++) {
      parts.add(NaiveEvaluation.part(IMAGES, part * 50 / partitions, (part + 1) * 50 / partitions));
    }

    List<ClassificationMetrics> metrics = evaluate(candidates, parts.toArray(ImageBlock[]::new));

    assertMatches(metrics.get(0), NaiveEvaluation.metrics(IMAGES, ONE));
    assertMatches(metrics.get(1), NaiveEvaluation.metrics(IMAGES, ONE, TWO));
  }

  @Test
  void anEmptyBlockAddsNothing() {
    Candidates candidates = Candidates.single("last", ONE);
    ImageBlock empty = NaiveEvaluation.images(5, 0);

    assertThat(evaluate(candidates, empty, IMAGES, empty)).isEqualTo(evaluate(candidates, IMAGES));
    assertThat(evaluate(candidates, empty).get(0).count()).isZero();
  }

  @Test
  void oneExampleIsEnough() {
    ImageBlock one = NaiveEvaluation.images(6, 1);

    assertMatches(
        evaluate(Candidates.single("last", ONE), one).get(0), NaiveEvaluation.metrics(one, ONE));
  }

  @Test
  void eachSetOfParametersIsAskedOnceAMinibatch() {
    List<float[]> asked = new ArrayList<>();
    List<float[]> counting =
        new AbstractList<>() {
          private final List<float[]> sets = List.of(ONE, TWO);

          @Override
          public float[] get(int set) {
            asked.add(sets.get(set));
            return sets.get(set);
          }

          @Override
          public int size() {
            return sets.size();
          }
        };
    Candidates candidates =
        new Candidates(
            counting,
            List.of(
                new Member("one", List.of(0)),
                new Member("both", List.of(0, 1)),
                new Member("again", List.of(1, 0))));
    ReplicaSpec spec = NaiveEvaluation.spec();

    new BlockEvaluation(new Replica(spec), candidates, spec.classes())
        .run(NaiveEvaluation.part(IMAGES, 0, 6), spec.batch());

    assertThat(asked).containsExactly(ONE, TWO, ONE, TWO);
  }

  @Test
  void aMemberWithoutParametersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Member("nobody", List.of()))
        .withMessageContaining("nobody");
  }
}
