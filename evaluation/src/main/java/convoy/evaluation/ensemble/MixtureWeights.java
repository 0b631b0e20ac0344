// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.evaluation.metric.ClassificationMetrics;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a mixture with the largest likelihood, by expectation maximization: each weight
 * becomes the mean share that its component has in the probability of the labels. No step lowers
 * the likelihood, and as its logarithm is concave in the weights, the end does not depend on the
 * start (A. P. Dempster, N. M. Laird, D. B. Rubin, "Maximum Likelihood from Incomplete Data via the
 * EM Algorithm", 1977; T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical
 * Learning", 8.5).
 */
final class MixtureWeights {
  private static final int MOST_STEPS = 1000;
  private static final double STILL = 1e-7;

  private MixtureWeights() {}

  /**
   * Fits the weights.
   *
   * @param ofLabels the probability that each component gives to the label of each example, {@code
   *     [n, components]} in several pieces; one that is not finite, or smaller, counts as {@link
   *     ClassificationMetrics#SMALLEST_PROBABILITY}
   * @param components at least 1
   * @return one weight a component, 0 or more, which sum to 1 but for rounding; equal ones for no
   *     example
   */
  static List<Double> fit(List<float[]> ofLabels, int components) {
    double[] weights = new double[components];
    Arrays.fill(weights, 1.0 / components);
    long examples = ofLabels.stream().mapToLong(piece -> piece.length / components).sum();
    for (int step = 0; step < MOST_STEPS && examples > 0; step++) {
      double[] shares = shares(ofLabels, weights);
      double moved = 0;
      double sum = Arrays.stream(shares).sum(); // the number of examples but for rounding
      for (int c = 0; c < components; c++) {
        double weight = shares[c] / sum;
        moved = Math.max(moved, Math.abs(weight - weights[c]));
        weights[c] = weight;
      }
      if (moved < STILL) {
        break;
      }
    }
    return Arrays.stream(weights).boxed().toList();
  }

  /** The sum over examples of each component's share in the mixture. */
  private static double[] shares(List<float[]> ofLabels, double[] weights) {
    double[] shares = new double[weights.length];
    double[] parts = new double[weights.length];
    for (float[] piece : ofLabels) {
      for (int row = 0; row < piece.length; row += weights.length) {
        double mixture = 0;
        for (int c = 0; c < weights.length; c++) {
          parts[c] = weights[c] * held(piece[row + c]);
          mixture += parts[c];
        }
        for (int c = 0; c < weights.length; c++) {
          shares[c] += parts[c] / mixture;
        }
      }
    }
    return shares;
  }

  private static double held(float probability) {
    return Float.isFinite(probability)
        ? Math.max(ClassificationMetrics.SMALLEST_PROBABILITY, probability)
        : ClassificationMetrics.SMALLEST_PROBABILITY;
  }
}
