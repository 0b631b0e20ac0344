// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.util.List;
import java.util.Objects;

/**
 * What an ensemble gains over the best of its parts on the same examples, what it costs, and how
 * much its parts differ: an ensemble gains from parts that err on different examples.
 *
 * <p>The best part is that with the largest top-1 on these very examples, which favours the part,
 * not the ensemble.
 *
 * @param chosen whether its parts or their weights were searched for on the validation split, where
 *     its accuracy flatters; those that are the best checkpoints, of which the run keeps so many,
 *     are not: that choice flatters the best one as well
 * @param parts sets of parameters in it, each counted once; at least 1
 * @param best name of the best part
 * @param against the ensemble (first) beside the best part (second)
 * @param disagreement mean over the pairs of parts, 0 to 1, as {@link PairedCounts#disagreement}
 *     counts it; NaN for one part
 * @param yulesQ mean over the pairs of parts for which it is defined, -1 to 1; NaN if for none
 * @param parameters numbers in all parts together
 * @param imagesPerSecond that one core, or one GPU, classifies; NaN where it was not measured
 * @param growth top-1 of the mean of the first 1, 2, ... parts, 0 to 1; empty where parts are not
 *     simply averaged
 */
public record EnsembleMetrics(
    boolean chosen,
    int parts,
    String best,
    PairedCounts against,
    double disagreement,
    double yulesQ,
    long parameters,
    double imagesPerSecond,
    List<Double> growth) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no part, or a number is outside its range
   */
  public EnsembleMetrics {
    Objects.requireNonNull(best, "best");
    Objects.requireNonNull(against, "against");
    growth = List.copyOf(growth);
    if (parts < 1) {
      throw new IllegalArgumentException("an ensemble has parts, not " + parts);
    }
    requireNot(disagreement < 0 || disagreement > 1, "disagreement", disagreement, "0 to 1");
    requireNot(yulesQ < -1 || yulesQ > 1, "yulesQ", yulesQ, "-1 to 1");
    requireNot(parameters < 0, "parameters", parameters, "0 or more");
    requireNot(imagesPerSecond < 0, "imagesPerSecond", imagesPerSecond, "0 or more");
    for (double top1 : growth) {
      requireNot(!(top1 >= 0 && top1 <= 1), "growth", top1, "0 to 1");
    }
  }

  /** NaN is outside nothing. */
  private static void requireNot(boolean outside, String what, Number value, String range) {
    if (outside) {
      throw new IllegalArgumentException("%s is %s; legal: %s".formatted(what, value, range));
    }
  }

  /** Top-1 of the best part, 0 to 1; NaN of no example. */
  public double bestTop1() {
    long count = against.count();
    return count == 0 ? Double.NaN : (double) (against.bothRight() + against.onlySecond()) / count;
  }
}
