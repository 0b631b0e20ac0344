// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.io.Serializable;

/**
 * Counts where two classifiers are right and wrong on the same examples: an aggregate of {@link
 * #zero}, {@link #add} and {@link #merge}, whose fields are integers, so that any order and any
 * split gives the same counts.
 *
 * <p>From it come whether one is better ({@link #mcNemar}), by how much ({@link #gain}), and
 * whether they err on the same examples ({@link #yulesQ}, {@link #disagreement}): an ensemble gains
 * from members that err on different ones.
 *
 * <p>An undefined prediction, {@link Prediction#NONE}, is wrong. It differs from every class, and
 * does not differ from another undefined one.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class PairedCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private long bothRight;
  private long onlyFirst;
  private long onlySecond;
  private long bothWrong;
  private long differ;

  private PairedCounts() {}

  /** The counts of no example. */
  public static PairedCounts zero() {
    return new PairedCounts();
  }

  /**
   * Counts that were counted before.
   *
   * @throws IllegalArgumentException if one is negative, or more examples differ than can, or fewer
   *     than must
   * @throws ArithmeticException if all are too many for a long
   */
  static PairedCounts of(
      long bothRight, long onlyFirst, long onlySecond, long bothWrong, long differ) {
    long discordant = Math.addExact(onlyFirst, onlySecond);
    long wrong = Math.addExact(discordant, bothWrong);
    Math.addExact(bothRight, wrong);
    boolean counts = bothRight >= 0 && onlyFirst >= 0 && onlySecond >= 0 && bothWrong >= 0;
    if (!counts || differ < discordant || differ > wrong) {
      throw new IllegalArgumentException(
          "%s, %s, %s and %s examples, of which %s differ"
              .formatted(bothRight, onlyFirst, onlySecond, bothWrong, differ));
    }
    PairedCounts pair = new PairedCounts();
    pair.bothRight = bothRight;
    pair.onlyFirst = onlyFirst;
    pair.onlySecond = onlySecond;
    pair.bothWrong = bothWrong;
    pair.differ = differ;
    return pair;
  }

  /**
   * Adds one example to these counts.
   *
   * @param label its true class, from 0
   * @param first class predicted by the first classifier, or {@link Prediction#NONE}
   * @param second class predicted by the second classifier, or {@link Prediction#NONE}
   * @return these counts
   * @throws IllegalArgumentException if the label is negative, or a prediction below {@link
   *     Prediction#NONE}
   */
  public PairedCounts add(int label, int first, int second) {
    if (label < 0 || first < Prediction.NONE || second < Prediction.NONE) {
      throw new IllegalArgumentException(
          "label %s predicted as %s and %s; legal: classes from 0, -1 for an undefined prediction"
              .formatted(label, first, second));
    }
    if (first == label && second == label) {
      bothRight++;
    } else if (first == label) {
      onlyFirst++;
    } else if (second == label) {
      onlySecond++;
    } else {
      bothWrong++;
    }
    if (first != second) {
      differ++;
    }
    return this;
  }

  /**
   * Adds the examples of other counts, which stay as they are.
   *
   * @return these counts
   */
  public PairedCounts merge(PairedCounts other) {
    bothRight += other.bothRight;
    onlyFirst += other.onlyFirst;
    onlySecond += other.onlySecond;
    bothWrong += other.bothWrong;
    differ += other.differ;
    return this;
  }

  /** The same counts with the second classifier first. */
  public PairedCounts swapped() {
    return of(bothRight, onlySecond, onlyFirst, bothWrong, differ);
  }

  /** Examples added. */
  public long count() {
    return bothRight + onlyFirst + onlySecond + bothWrong;
  }

  /** Examples that both classified right. */
  public long bothRight() {
    return bothRight;
  }

  /** Examples that the first alone classified right. */
  public long onlyFirst() {
    return onlyFirst;
  }

  /** Examples that the second alone classified right. */
  public long onlySecond() {
    return onlySecond;
  }

  /** Examples that neither classified right, in the same way or not. */
  public long bothWrong() {
    return bothWrong;
  }

  /** Examples for which the two predicted different classes, both wrong ones included. */
  public long differ() {
    return differ;
  }

  /**
   * {@link #differ} over {@link #count}, 0 to 1; NaN when the count is 0. This is the disagreement
   * of predictions, as in Fort, Hu and Lakshminarayanan, "Deep Ensembles: A Loss Landscape
   * Perspective", 2019. Kuncheva and Whitaker's measure of the same name counts only examples that
   * one alone has right; with two classes, and every prediction defined, the two are the same.
   */
  public double disagreement() {
    return count() == 0 ? Double.NaN : (double) differ / count();
  }

  /**
   * Yule's Q statistic, -1 to 1: {@code (bothRight bothWrong - onlyFirst onlySecond) / (bothRight
   * bothWrong + onlyFirst onlySecond)}. 1 when what one has right the other has, too; near 0 when
   * their errors are independent; below when they err on different examples. NaN when both products
   * are 0, as with no example, or with a classifier that is always right or always wrong.
   *
   * <p>Formula: G. U. Yule, "On the Association of Attributes in Statistics", 1900; for ensembles,
   * Kuncheva and Whitaker, "Measures of Diversity in Classifier Ensembles", Machine Learning 51,
   * 2003.
   */
  public double yulesQ() {
    double together = (double) bothRight * bothWrong;
    double apart = (double) onlyFirst * onlySecond;
    return together + apart == 0 ? Double.NaN : (together - apart) / (together + apart);
  }

  /** The test of whether the two are equally accurate. */
  public McNemar mcNemar() {
    return new McNemar(onlyFirst, onlySecond);
  }

  /** By how much the first is more accurate than the second. */
  public PairedGain gain() {
    return PairedGain.of(onlyFirst, onlySecond, count());
  }

  /** Whether the other counts are the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PairedCounts that
        && bothRight == that.bothRight
        && onlyFirst == that.onlyFirst
        && onlySecond == that.onlySecond
        && bothWrong == that.bothWrong
        && differ == that.differ;
  }

  @Override
  public int hashCode() {
    long mixed = bothRight;
    for (long count : new long[] {onlyFirst, onlySecond, bothWrong, differ}) {
      mixed = mixed * 31 + count;
    }
    return Long.hashCode(mixed);
  }

  @Override
  public String toString() {
    return "both right %s, only first %s, only second %s, both wrong %s; %s predicted differently"
        .formatted(bothRight, onlyFirst, onlySecond, bothWrong, differ);
  }
}
