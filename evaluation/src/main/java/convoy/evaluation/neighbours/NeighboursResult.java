// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import convoy.evaluation.metric.ClassificationMetrics;
import convoy.evaluation.metric.WilsonInterval;
import java.io.Serializable;
import java.util.List;

/**
 * How well nearest neighbours classify, for every k.
 *
 * @param ks numbers of neighbours, ascending
 * @param metrics by k, of predictions that are certain: top-1, the confusion matrix and the count
 *     say something, top-5 and cross-entropy do not, because a vote has no probabilities
 * @param predictions {@code [ks, queries]}: the class predicted, in the order of the queries
 */
public record NeighboursResult(
    List<Integer> ks, List<ClassificationMetrics> metrics, int[][] predictions)
    implements Serializable {

  /** Share of the queries whose predicted class is theirs, 0 to 1; 0 when there is no query. */
  public double accuracy(int k) {
    return metrics.get(place(k)).top1();
  }

  /** How many queries there are. */
  public long count() {
    return metrics.get(0).count();
  }

  /** Wilson's interval of 95 % of the accuracy. */
  public WilsonInterval interval(int k) {
    return WilsonInterval.ofShare(accuracy(k), count());
  }

  /** Queries by class and predicted class, {@code [classes, classes]}; a copy. */
  public long[][] confusion(int k) {
    return metrics.get(place(k)).confusion();
  }

  /**
   * The k of the largest accuracy, of equal ones the smallest. To be chosen on other examples than
   * those that the final number is of.
   */
  public int bestK() {
    int best = ks.get(0);
    for (int k : ks) {
      if (accuracy(k) > accuracy(best)) {
        best = k;
      }
    }
    return best;
  }

  private int place(int k) {
    int place = ks.indexOf(k);
    if (place < 0) {
      throw new IllegalArgumentException("k = %s was not asked for, only %s".formatted(k, ks));
    }
    return place;
  }
}
