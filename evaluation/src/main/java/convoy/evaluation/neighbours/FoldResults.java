// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import java.io.Serializable;
import java.util.List;

/**
 * What cross-validation says of every k: each fold is predicted from all the others. The course
 * plots mean and deviation over the folds against k (course notes CS231n, "Image Classification").
 *
 * @param folds results in their order, at least one
 */
public record FoldResults(List<NeighboursResult> folds) implements Serializable {
  public FoldResults {
    folds = List.copyOf(folds);
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("cross-validation has at least one fold");
    }
  }

  /** Numbers of neighbours, ascending. */
  public List<Integer> ks() {
    return folds.get(0).ks();
  }

  /** Accuracies of one k by fold, 0 to 1. */
  public double[] accuracies(int k) {
    return folds.stream().mapToDouble(fold -> fold.accuracy(k)).toArray();
  }

  /** Mean over the folds, every fold of the same weight. */
  public double mean(int k) {
    double sum = 0;
    for (double accuracy : accuracies(k)) {
      sum += accuracy;
    }
    return sum / folds.size();
  }

  /** Standard deviation over the F folds with the denominator F, as the course computes it. */
  public double deviation(int k) {
    double mean = mean(k);
    double squares = 0;
    for (double accuracy : accuracies(k)) {
      squares += (accuracy - mean) * (accuracy - mean);
    }
    return Math.sqrt(squares / folds.size());
  }

  /** The k of the largest mean, of equal ones the smallest. */
  public int bestK() {
    int best = ks().get(0);
    for (int k : ks()) {
      if (mean(k) > mean(best)) {
        best = k;
      }
    }
    return best;
  }
}
