// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convoy.evaluation.LocalSpark;
import convoy.evaluation.metric.ClassificationMetrics;
import convoy.preprocessing.augment.View;
import convoy.preprocessing.shard.ImageBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EnsembleSelectionTest {
  private static final List<float[]> SETS =
      List.of(
          NaiveEvaluation.parameters(1),
          NaiveEvaluation.parameters(2),
          NaiveEvaluation.parameters(3),
          NaiveEvaluation.parameters(4));
  private static final ImageBlock IMAGES = NaiveEvaluation.images(7, 60);

  private static Predictions predictions(int parts) {
    List<ImageBlock> blocks = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      blocks.add(NaiveEvaluation.part(IMAGES, part * 60 / parts, (part + 1) * 60 / parts));
    }
    var rdd = LocalSpark.context().parallelize(blocks, parts);
    var sets = new ParameterSets(NaiveEvaluation.spec(), SETS);
    return Predictions.of(LocalSpark.context(), rdd, List.of(sets), List.of(View.AS_IT_IS));
  }

  /** Tries every addition by evaluating it from the beginning. */
  private static List<Integer> naive(int steps) {
    List<Integer> chosen = new ArrayList<>();
    List<Integer> best = List.of();
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int step = 0; step < steps; step++) {
      int winner = -1;
      double winning = Double.NEGATIVE_INFINITY;
      for (int set = 0; set < SETS.size(); set++) {
        List<float[]> trial = new ArrayList<>();
        chosen.forEach(number -> trial.add(SETS.get(number)));
        trial.add(SETS.get(set));
        ClassificationMetrics metrics =
            NaiveEvaluation.metrics(IMAGES, trial.toArray(float[][]::new));
        double score = metrics.top1Hits() - metrics.crossEntropy() / 1000;
        if (score > winning) {
          winning = score;
          winner = set;
        }
      }
      chosen.add(winner);
      if (winning > bestScore) {
        bestScore = winning;
        best = List.copyOf(chosen);
      }
    }
    return best;
  }

  @Test
  void greedySelectionTakesWhatHelpsMost() {
    try (Predictions predictions = predictions(3)) {
      var selection = new EnsembleSelection(predictions, List.of(0, 1, 2, 3));

      assertThat(selection.greedy(6)).isEqualTo(naive(6));
      assertThat(selection.greedy(1)).isEqualTo(naive(1)).hasSize(1);
    }
  }

  @Test
  void selectionDoesNotDependOnThePartitioning() {
    List<List<Integer>> chosen = new ArrayList<>();
    List<List<Double>> weights = new ArrayList<>();
    for (int parts : new int[] {1, 3}) {
      try (Predictions predictions = predictions(parts)) {
        var selection = new EnsembleSelection(predictions, List.of(0, 2, 3));
        chosen.add(selection.greedy(4));
        weights.add(selection.weights());
      }
    }

    assertThat(chosen.get(0)).isEqualTo(chosen.get(1)).doesNotContain(1);
    assertThat(weights.get(0)).hasSize(3);
    for (int w = 0; w < 3; w++) {
      assertThat(weights.get(0).get(w)).isCloseTo(weights.get(1).get(w), within(1e-5));
    }
  }

  /** No other weights have a smaller cross-entropy: not those nearby, and not those drawn. */
  @Test
  void weightsHaveTheSmallestCrossEntropy() {
    float[] ofLabels = new float[3 * 200];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < ofLabels.length; i++) {
      ofLabels[i] = (float) (random.nextDouble() * (i % 3 == 1 ? 1 : 0.7));
    }
    double[] fitted =
        MixtureWeights.fit(List.of(ofLabels), 3).stream().mapToDouble(weight -> weight).toArray();

    double least = crossEntropy(ofLabels, fitted);
    for (int trial = 0; trial < 1000; trial++) {
      double[] other = new double[3];
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        double far = trial % 2 == 0 ? 1 : 0.01;
        other[c] = Math.max(0, (1 - far) * fitted[c] + far * random.nextDouble());
        sum += other[c];
      }
      for (int c = 0; c < 3; c++) {
        other[c] /= sum;
      }
      assertThat(crossEntropy(ofLabels, other)).isGreaterThan(least - 1e-9);
    }
  }

  private static double crossEntropy(float[] ofLabels, double[] weights) {
    double sum = 0;
    for (int row = 0; row < ofLabels.length; row += 3) {
      double mixture = 0;
      for (int c = 0; c < 3; c++) {
        mixture += weights[c] * ofLabels[row + c];
      }
      sum -= Math.log(mixture);
    }
    return sum;
  }

  @Test
  void whoGivesTheLabelsMoreGetsTheWeight() {
    assertThat(MixtureWeights.fit(List.of(new float[] {0.9f, 0.1f, 0.8f, 0.3f}), 2).get(0))
        .isCloseTo(1, within(1e-4));
    assertThat(MixtureWeights.fit(List.of(new float[] {0, 0, Float.NaN, 0}), 2))
        .containsExactly(0.5, 0.5);
    assertThat(MixtureWeights.fit(List.of(), 4)).containsOnly(0.25);
  }
}
