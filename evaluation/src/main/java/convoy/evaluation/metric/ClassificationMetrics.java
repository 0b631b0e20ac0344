// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Counts how well predicted probabilities match labels: an aggregate of {@link #zero}, {@link #add}
 * and {@link #merge}.
 *
 * <p>Every field is an integer, the cross-entropy included (see {@link FixedPointSum}), so any
 * order, any split into partitions and any tree of merges gives the same answer to the last bit.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>The prediction is the class with the largest probability; of equal ones, the lowest index.
 *   <li>The rank of the true class is the number of classes with a strictly larger probability,
 *       plus those of lower index with an equal one. Top-5 is a rank below 5; with fewer than five
 *       classes, every ranked example is a hit.
 *   <li>Cross-entropy is {@code -ln p} of the true class, with p held within {@link
 *       #SMALLEST_PROBABILITY} and 1: from 0 to 126 ln 2 = 87.3 nats an example, never infinite.
 *   <li>An example with a probability that is NaN or infinite is <em>undefined</em>: it counts, as
 *       wrong in top-1 and top-5 and with the largest cross-entropy, and it has no prediction, so
 *       that it is in no cell of the confusion matrix.
 * </ul>
 *
 * <p>Probabilities are not checked to sum to 1: any scores give the same top-1, top-5 and
 * confusion, but the cross-entropy means something only for probabilities.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ClassificationMetrics implements Serializable {
  /**
   * What a smaller probability of the true class is taken for: 2^-126, the smallest normal float.
   * Below it a float loses its digits, so a logarithm there would measure rounding.
   */
  public static final float SMALLEST_PROBABILITY = Float.MIN_NORMAL;

  private static final long serialVersionUID = 1L;
  private static final int TOP = 5;

  private final int classes;
  private final long[] confusion;
  private final FixedPointSum crossEntropy = new FixedPointSum();
  private long count;
  private long top5Hits;

  private ClassificationMetrics(int classes) {
    this.classes = classes;
    this.confusion = new long[Math.multiplyExact(classes, classes)];
  }

  /**
   * The metrics of no example.
   *
   * @param classes number of classes, 1 to 46,340 (whose square is the largest array)
   * @throws IllegalArgumentException outside that range
   */
  public static ClassificationMetrics zero(int classes) {
    if (classes < 1 || classes > 46_340) {
      throw new IllegalArgumentException("the number of classes is 1 to 46340, not " + classes);
    }
    return new ClassificationMetrics(classes);
  }

  /**
   * Adds one example to these metrics.
   *
   * @param probabilities of minibatch examples, {@code [n, classes]} row by row; not kept
   * @param offset where this example's row begins
   * @param label its true class, from 0
   * @return these metrics
   * @throws IllegalArgumentException if the label is no class, or the row does not fit the array
   */
  public ClassificationMetrics add(float[] probabilities, int offset, int label) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "label %s is not in 0..%s; usually the data has more classes than the model"
              .formatted(label, classes - 1));
    }
    Prediction prediction = Prediction.of(probabilities, offset, classes);
    count++;
    if (!prediction.defined()) {
      addCrossEntropy(SMALLEST_PROBABILITY);
      return this;
    }
    confusion[label * classes + prediction.predicted()]++;
    if (rank(probabilities, offset, label) < TOP) {
      top5Hits++;
    }
    addCrossEntropy(probabilities[offset + label]);
    return this;
  }

  private int rank(float[] probabilities, int offset, int label) {
    float ofLabel = probabilities[offset + label];
    int rank = 0;
    for (int i = 0; i < classes; i++) {
      float probability = probabilities[offset + i];
      if (probability > ofLabel || (probability == ofLabel && i < label)) {
        rank++;
      }
    }
    return rank;
  }

  private void addCrossEntropy(float probability) {
    double held = Math.min(1.0, Math.max(SMALLEST_PROBABILITY, probability));
    // Math.log may differ in the last bit from one machine to the next; StrictMath.log may not.
    // Of 1 it is -0.0 after the sign, which the sum takes for the 0 it is.
    crossEntropy.add(-StrictMath.log(held));
  }

  /**
   * Adds the examples of other metrics, which stay as they are.
   *
   * @return these metrics
   * @throws IllegalArgumentException if the other number of classes is not this one
   */
  public ClassificationMetrics merge(ClassificationMetrics other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "metrics of %s classes do not merge with metrics of %s"
              .formatted(other.classes, classes));
    }
    for (int i = 0; i < confusion.length; i++) {
      confusion[i] += other.confusion[i];
    }
    count += other.count;
    top5Hits += other.top5Hits;
    crossEntropy.merge(other.crossEntropy);
    return this;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** Examples added, undefined ones included. */
  public long count() {
    return count;
  }

  /** Examples with a probability that was NaN or infinite. */
  public long undefined() {
    return count - Arrays.stream(confusion).sum();
  }

  /** Examples whose prediction was their label: the trace of the confusion matrix. */
  public long top1Hits() {
    long hits = 0;
    for (int i = 0; i < classes; i++) {
      hits += confusion[i * classes + i];
    }
    return hits;
  }

  /** Examples whose label was among the five most probable classes. */
  public long top5Hits() {
    return top5Hits;
  }

  /**
   * {@link #top1Hits} over {@link #count}, 0 to 1; 0 when the count is 0, so look at that first.
   */
  public double top1() {
    return mean((double) top1Hits());
  }

  /**
   * {@link #top5Hits} over {@link #count}, 0 to 1; 0 when the count is 0, so look at that first.
   */
  public double top5() {
    return mean((double) top5Hits);
  }

  /** Mean cross-entropy of an example in nats; 0 when the count is 0, so look at that first. */
  public double crossEntropy() {
    return mean(crossEntropy.value());
  }

  private double mean(double sum) {
    return count == 0 ? 0 : sum / count;
  }

  /**
   * A copy of the confusion matrix, {@code [classes, classes]}: rows are labels, columns are
   * predictions, cells are examples. It sums to {@link #count} less {@link #undefined}.
   */
  public long[][] confusion() {
    long[][] rows = new long[classes][];
    for (int i = 0; i < classes; i++) {
      rows[i] = Arrays.copyOfRange(confusion, i * classes, (i + 1) * classes);
    }
    return rows;
  }

  /**
   * Whether the other metrics have the same counts and, to the last bit, the same cross-entropy.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClassificationMetrics that
        && classes == that.classes
        && count == that.count
        && top5Hits == that.top5Hits
        && crossEntropy.equals(that.crossEntropy)
        && Arrays.equals(confusion, that.confusion);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(confusion) * 31 + crossEntropy.hashCode();
  }

  @Override
  public String toString() {
    return "%s examples, top-1 %s, top-5 %s, cross-entropy %s nats"
        .formatted(count, top1(), top5(), crossEntropy());
  }
}
