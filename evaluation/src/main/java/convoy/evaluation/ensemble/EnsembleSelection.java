// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.metric.ClassificationMetrics;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses on a split, which is to be the validation split, how the answers of an ensemble are
 * mixed. What is chosen flatters on that split.
 */
public final class EnsembleSelection {
  private static final Logger LOG = LoggerFactory.getLogger(EnsembleSelection.class);

  private final Predictions predictions;
  private final List<Integer> answers;

  /** The selection among some answers; at least one. */
  public EnsembleSelection(Predictions predictions, List<Integer> answers) {
    this.predictions = predictions;
    this.answers = List.copyOf(answers);
  }

  /**
   * Greedy selection with replacement: beginning with nothing, in each step that answer is added to
   * the mean of probabilities with which it has the largest top-1, then the smallest cross-entropy,
   * then the lowest number. The best of the ensembles on the way is the result, of equal ones the
   * first (R. Caruana, A. Niculescu-Mizil, G. Crew, A. Ksikes, "Ensemble Selection from Libraries
   * of Models", ICML 2004).
   *
   * @param steps answers that are added at most, at least 1
   * @return the answers, in the order in which they were added; one may stand there several times
   */
  public List<Integer> greedy(int steps) {
    List<Integer> chosen = new ArrayList<>();
    List<Integer> best = List.of();
    ClassificationMetrics bestMetrics = null;
    for (int step = 0; step < steps; step++) {
      List<Member> trials = new ArrayList<>();
      for (int answer : answers) {
        List<Integer> trial = new ArrayList<>(chosen);
        trial.add(answer);
        trials.add(Member.mean("trial", trial));
      }
      List<ClassificationMetrics> metrics = EvaluationJob.score(predictions, trials);
      int winner = 0;
      for (int trial = 1; trial < metrics.size(); trial++) {
        if (better(metrics.get(trial), metrics.get(winner))) {
          winner = trial;
        }
      }
      chosen.add(answers.get(winner));
      if (bestMetrics == null || better(metrics.get(winner), bestMetrics)) {
        best = List.copyOf(chosen);
        bestMetrics = metrics.get(winner);
      }
    }
    LOG.info("greedy selection chose {} of the answers {}", best, answers);
    return best;
  }

  private static boolean better(ClassificationMetrics one, ClassificationMetrics other) {
    return one.top1Hits() != other.top1Hits()
        ? one.top1Hits() > other.top1Hits()
        : one.crossEntropy() < other.crossEntropy();
  }

  /**
   * The weights of the answers' probabilities under whose mean the split has the smallest
   * cross-entropy.
   *
   * @return one for each answer, 0 or more, which sum to 1
   */
  public List<Double> weights() {
    List<Integer> numbers = answers;
    int classes = predictions.classes();
    List<float[]> ofLabels =
        predictions.blocks().map(block -> ofLabels(block, numbers, classes)).collect();
    return MixtureWeights.fit(ofLabels, answers.size());
  }

  /** The probability of each example's label in each answer, {@code [n, answers]}. */
  private static float[] ofLabels(PredictionBlock block, List<Integer> answers, int classes) {
    float[] ofLabels = new float[block.count() * answers.size()];
    for (int i = 0; i < block.count(); i++) {
      for (int a = 0; a < answers.size(); a++) {
        float[] rows = block.answers().get(answers.get(a));
        ofLabels[i * answers.size() + a] = rows[i * classes + block.labels()[i]];
      }
    }
    return ofLabels;
  }
}
