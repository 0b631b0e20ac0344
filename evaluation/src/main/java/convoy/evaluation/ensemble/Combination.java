// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.Prediction;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How the answers of several sets of parameters become one (course notes, Neural Networks 3, Model
 * Ensembles). Sums are in fp64, in the order of the sets.
 *
 * <p>A set whose row holds NaN or an infinity has no answer for that example: a mean with it has
 * none either; in a vote it abstains.
 */
public sealed interface Combination extends Serializable {
  /** Whether the result are probabilities; if not, the largest is the answer and no more. */
  boolean probabilistic();

  /**
   * Combines one example; means of probabilities or scores may be taken of many at once.
   *
   * @param rows of each set, {@code [classes]}; at least one
   * @param into receives {@code [classes]} from {@code offset} on
   */
  void combine(float[][] rows, float[] into, int offset);

  /**
   * The mean of probabilities, in which each set has its weight.
   *
   * @param weights one a set, 0 or more, which sum to 1 but for rounding; none where all count
   *     alike
   */
  record MeanOfProbabilities(List<Double> weights) implements Combination {
    /** Where all sets count alike. */
    public static final MeanOfProbabilities EQUAL = new MeanOfProbabilities(List.of());

    /**
     * Checks the weights.
     *
     * @throws IllegalArgumentException if they are negative, or do not sum to 1
     */
    public MeanOfProbabilities {
      weights = List.copyOf(weights);
      double sum = weights.stream().mapToDouble(weight -> weight).sum();
      boolean legal = weights.stream().allMatch(weight -> weight >= 0);
      if (!weights.isEmpty() && !(legal && Math.abs(sum - 1) < 1e-9)) {
        throw new IllegalArgumentException(
            "weights of an ensemble are 0 or more and sum to 1, not " + weights);
      }
    }

    @Override
    public boolean probabilistic() {
      return true;
    }

    @Override
    public void combine(float[][] rows, float[] into, int offset) {
      for (int k = 0; k < rows[0].length; k++) {
        double sum = 0;
        for (int set = 0; set < rows.length; set++) {
          sum += weights.isEmpty() ? rows[set][k] : weights.get(set) * rows[set][k];
        }
        into[offset + k] = (float) (weights.isEmpty() ? sum / rows.length : sum);
      }
    }
  }

  /** The mean of scores that are no probabilities, such as a support vector machine's. */
  record MeanOfScores() implements Combination {
    @Override
    public boolean probabilistic() {
      return false;
    }

    @Override
    public void combine(float[][] rows, float[] into, int offset) {
      MeanOfProbabilities.EQUAL.combine(rows, into, offset);
    }
  }

  /**
   * The softmax of the mean of logits. The logarithm of a probability is the logit but for a number
   * that all classes share, which softmax does not see; a probability below {@link
   * ClassificationMetrics#SMALLEST_PROBABILITY} is taken for that.
   */
  record MeanOfLogits() implements Combination {
    @Override
    public boolean probabilistic() {
      return true;
    }

    @Override
    public void combine(float[][] rows, float[] into, int offset) {
      double[] logits = new double[rows[0].length];
      for (float[] row : rows) {
        for (int k = 0; k < logits.length; k++) {
          // NaN stays NaN: Math.max passes it on.
          float held = Math.max(ClassificationMetrics.SMALLEST_PROBABILITY, row[k]);
          logits[k] += StrictMath.log(held) / rows.length;
        }
      }
      double most = Arrays.stream(logits).max().orElseThrow();
      double sum = 0;
      for (int k = 0; k < logits.length; k++) {
        logits[k] = StrictMath.exp(logits[k] - most);
        sum += logits[k];
      }
      for (int k = 0; k < logits.length; k++) {
        into[offset + k] = (float) (logits[k] / sum);
      }
    }
  }

  /**
   * The class that most sets predict; of equally many votes, the one whose mean probability is
   * larger, then the lower class. The result are votes, with half the mean probability behind them
   * to order equal ones: no probabilities.
   */
  record MajorityVote() implements Combination {
    @Override
    public boolean probabilistic() {
      return false;
    }

    @Override
    public void combine(float[][] rows, float[] into, int offset) {
      int classes = rows[0].length;
      double[] votes = new double[classes];
      int voters = 0;
      for (float[] row : rows) {
        Prediction prediction = Prediction.of(row, 0, classes);
        if (prediction.defined()) {
          voters++;
          votes[prediction.predicted()]++;
          for (int k = 0; k < classes; k++) {
            votes[k] += row[k] / (2.0 * rows.length);
          }
        }
      }
      int winner = 0;
      for (int k = 0; k < classes; k++) {
        into[offset + k] = voters == 0 ? Float.NaN : (float) votes[k];
        winner = votes[k] > votes[winner] ? k : winner;
      }
      for (int k = 0; k < winner; k++) {
        if (into[offset + k] == into[offset + winner]) { // which the doubles were not
          into[offset + winner] = Math.nextUp(into[offset + winner]);
        }
      }
    }
  }
}
