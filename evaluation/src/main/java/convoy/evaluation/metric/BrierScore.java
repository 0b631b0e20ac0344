// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.io.Serializable;

/**
 * The Brier score of several classes: the squared distance between the probabilities and the label
 * as a one-hot vector, summed over the classes and averaged over the examples; an aggregate of
 * {@link #zero}, {@link #add} and {@link #merge}.
 *
 * <p>0 is certain and right, 2 certain and wrong; {@code 1 - 1 / classes} is what equal
 * probabilities for all classes get. It is small only where probabilities are both sharp and
 * calibrated. Formula: G. W. Brier, "Verification of Forecasts Expressed in Terms of Probability",
 * Monthly Weather Review 78, 1950, as written there; for two classes some halve it, to 0..1.
 *
 * <p>Each example's sum over the classes, in their order, is rounded once to a multiple of 2^-40
 * and added as an integer (see {@link FixedPointSum}), so any order, any split and any tree of
 * merges gives the same bits.
 *
 * <p>Probabilities are held within 0 and 1 and not checked to sum to 1. An example with one that is
 * NaN or infinite counts with 2, the largest score that probabilities can get, as it counts as
 * wrong in {@link ClassificationMetrics}.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class BrierScore implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double WORST = 2;

  private final int classes;
  private final FixedPointSum squares = new FixedPointSum();
  private long count;

  private BrierScore(int classes) {
    this.classes = classes;
  }

  /**
   * The score of no example.
   *
   * @param classes number of classes, 1 to 46,340 as in {@link ClassificationMetrics}
   * @throws IllegalArgumentException outside that range
   */
  public static BrierScore zero(int classes) {
    if (classes < 1 || classes > 46_340) {
      throw new IllegalArgumentException("the number of classes is 1 to 46340, not " + classes);
    }
    return new BrierScore(classes);
  }

  /**
   * Adds one example to this score.
   *
   * @param probabilities of minibatch examples, {@code [n, classes]} row by row; not kept
   * @param offset where this example's row begins
   * @param label its true class, from 0
   * @return this score
   * @throws IllegalArgumentException if the label is no class, or the row does not fit the array
   */
  public BrierScore add(float[] probabilities, int offset, int label) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "label %s is not in 0..%s; usually the data has more classes than the model"
              .formatted(label, classes - 1));
    }
    boolean defined = Prediction.of(probabilities, offset, classes).defined();
    squares.add(defined ? distance(probabilities, offset, label) : WORST);
    count++;
    return this;
  }

  private double distance(float[] probabilities, int offset, int label) {
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      double probability = Math.min(1.0, Math.max(0.0, probabilities[offset + i]));
      double error = probability - (i == label ? 1 : 0);
      sum += error * error;
    }
    return sum;
  }

  /**
   * Adds the examples of another score, which stays as it is.
   *
   * @return this score
   * @throws IllegalArgumentException if the other number of classes is not this one
   */
  public BrierScore merge(BrierScore other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "a score of %s classes does not merge with one of %s".formatted(other.classes, classes));
    }
    squares.merge(other.squares);
    count += other.count;
    return this;
  }

  /** Examples added, undefined ones included. */
  public long count() {
    return count;
  }

  /** The sum over {@link #count}, 0 to 2 for probabilities; NaN when the count is 0. */
  public double value() {
    return count == 0 ? Double.NaN : squares.value() / count;
  }

  /** Whether the other score has the same classes and count and, to the last bit, the same sum. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BrierScore that
        && classes == that.classes
        && count == that.count
        && squares.equals(that.squares);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(count) * 31 + squares.hashCode();
  }

  @Override
  public String toString() {
    return "Brier score %s of %s examples".formatted(value(), count);
  }
}
