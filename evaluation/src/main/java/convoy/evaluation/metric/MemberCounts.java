// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.io.Serializable;

/**
 * Everything that is counted of one member's answers: an aggregate of {@link #zero}, {@link #add}
 * and {@link #merge}, the same to the last bit in any order and any split.
 *
 * <p>Where answers are no probabilities, such as votes, nothing is counted that would take them for
 * some: {@link #brier}, {@link #calibration} and {@link #mistakes} stay empty.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class MemberCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final boolean probabilistic;
  private final int classes;
  private final ClassificationMetrics metrics;
  private final BrierScore brier;
  private final CalibrationBins calibration = CalibrationBins.zero();
  private final ConfidentMistakes mistakes;

  private MemberCounts(int classes, boolean probabilistic, int mistakes) {
    this.classes = classes;
    this.probabilistic = probabilistic;
    this.metrics = ClassificationMetrics.zero(classes);
    this.brier = BrierScore.zero(classes);
    this.mistakes = ConfidentMistakes.zero(mistakes);
  }

  /**
   * The counts of no example.
   *
   * @param classes number of classes, as {@link ClassificationMetrics#zero} takes it
   * @param probabilistic whether the answers are probabilities
   * @param mistakes how many of the most confident ones are kept, 0 or more
   * @throws IllegalArgumentException outside these ranges
   */
  public static MemberCounts zero(int classes, boolean probabilistic, int mistakes) {
    return new MemberCounts(classes, probabilistic, mistakes);
  }

  /**
   * Adds one example.
   *
   * @param answers {@code [n, classes]} row by row; not kept
   * @param example its row
   * @param key of the example
   * @param label its true class, from 0
   * @return the class that was predicted, or {@link Prediction#NONE}
   * @throws IllegalArgumentException if the label is no class, or there is no such row
   */
  public int add(float[] answers, int example, long key, int label) {
    int offset = example * classes;
    metrics.add(answers, offset, label);
    Prediction prediction = Prediction.of(answers, offset, classes);
    if (probabilistic) {
      brier.add(answers, offset, label);
      calibration.add(prediction, label);
      mistakes.add(key, label, prediction);
    }
    return prediction.predicted();
  }

  /**
   * Adds the examples of other counts, which stay as they are.
   *
   * @return these counts
   * @throws IllegalArgumentException if the other counts are of another kind
   */
  public MemberCounts merge(MemberCounts other) {
    if (other.probabilistic != probabilistic) {
      throw new IllegalArgumentException("counts of probabilities and of votes do not merge");
    }
    metrics.merge(other.metrics);
    brier.merge(other.brier);
    calibration.merge(other.calibration);
    mistakes.merge(other.mistakes);
    return this;
  }

  /** Whether the answers are probabilities. */
  public boolean probabilistic() {
    return probabilistic;
  }

  /** Accuracy and confusion; the cross-entropy means something for probabilities alone. */
  public ClassificationMetrics metrics() {
    return metrics;
  }

  /** Of no example where answers are no probabilities. */
  public BrierScore brier() {
    return brier;
  }

  /** Of no example where answers are no probabilities. */
  public CalibrationBins calibration() {
    return calibration;
  }

  /** None where answers are no probabilities. */
  public ConfidentMistakes mistakes() {
    return mistakes;
  }

  /** Whether the other counts are the same to the last bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof MemberCounts that
        && probabilistic == that.probabilistic
        && metrics.equals(that.metrics)
        && brier.equals(that.brier)
        && calibration.equals(that.calibration)
        && mistakes.equals(that.mistakes);
  }

  @Override
  public int hashCode() {
    return metrics.hashCode();
  }

  @Override
  public String toString() {
    return metrics.toString();
  }
}
