// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import convoy.preprocessing.Split;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How well one member did on one split: an element of {@code members} in {@code metrics.json}, with
 * these names as its keys.
 *
 * <p>Every number is finite, but for the cross-entropy of what are no probabilities. When {@code
 * count} is 0 the three means are 0 and say nothing.
 *
 * @param name of the member, for example {@code running average}
 * @param split that it was measured on
 * @param count of examples
 * @param top1 share of the examples whose most probable class was the label, 0 to 1
 * @param top5 share whose label was among the five most probable classes, 0 to 1
 * @param crossEntropy mean {@code -ln p} of the label, in nats, 0 or more; NaN for votes and other
 *     scores that are no probabilities
 * @param confusion {@code [classes, classes]}, examples; rows are labels, columns are predictions.
 *     Examples without a prediction (see {@link ClassificationMetrics}) are in {@code count} only.
 *     Not copied, not to be changed.
 * @param checkpoints names of the checkpoints that the member is made of, and in an ensemble of the
 *     averages; each as often as it counts, and none where it is an average alone
 * @param calibration how far its probabilities can be believed; none for what are no probabilities,
 *     or of no example
 * @param ensemble what it gains over its parts; none for what has no parts
 * @param ofOtherRuns whether parameters of another run are among its own: it says nothing of how
 *     good this run is
 */
public record MemberMetrics(
    String name,
    Split split,
    long count,
    double top1,
    double top5,
    double crossEntropy,
    long[][] confusion,
    List<String> checkpoints,
    Optional<Calibration> calibration,
    Optional<EnsembleMetrics> ensemble,
    boolean ofOtherRuns) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is outside its range, the confusion matrix is not
   *     square, or it holds more examples than {@code count}
   * @throws ArithmeticException if it holds too many for a long
   */
  public MemberMetrics {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(split, "split");
    checkpoints = List.copyOf(checkpoints);
    require(count >= 0, "count", count, "0 or more");
    require(top1 >= 0 && top1 <= 1, "top1", top1, "0 to 1");
    require(top5 >= 0 && top5 <= 1, "top5", top5, "0 to 1");
    require(
        !(crossEntropy < 0) && crossEntropy != Double.POSITIVE_INFINITY,
        "crossEntropy",
        crossEntropy,
        "0 or more, and finite");
    long predicted = 0;
    for (long[] row : confusion) {
      require(row.length == confusion.length, "a row of confusion", row.length, "square");
      for (long cell : row) {
        require(cell >= 0, "a cell of confusion", cell, "0 or more");
        predicted = Math.addExact(predicted, cell);
      }
    }
    require(predicted <= count, "the sum of confusion", predicted, "at most count, " + count);
  }

  /** A member that is not made of checkpoints. */
  public MemberMetrics(
      String name,
      Split split,
      long count,
      double top1,
      double top5,
      double crossEntropy,
      long[][] confusion) {
    this(
        name,
        split,
        count,
        top1,
        top5,
        crossEntropy,
        confusion,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same measurement with the names of the checkpoints that the member is made of. */
  public MemberMetrics madeOf(List<String> names) {
    return with(name, names, ensemble, ofOtherRuns);
  }

  /** The same measurement with what it gains over its parts. */
  public MemberMetrics gaining(EnsembleMetrics gain) {
    return with(name, checkpoints, Optional.of(gain), ofOtherRuns);
  }

  /** The same measurement under another name. */
  public MemberMetrics named(String other) {
    return with(other, checkpoints, ensemble, ofOtherRuns);
  }

  /** The same measurement of what has parameters of another run. */
  public MemberMetrics beside() {
    return with(name, checkpoints, ensemble, true);
  }

  private MemberMetrics with(
      String called, List<String> parts, Optional<EnsembleMetrics> gain, boolean others) {
    return new MemberMetrics(
        called,
        split,
        count,
        top1,
        top5,
        crossEntropy,
        confusion,
        parts,
        calibration,
        gain,
        others);
  }

  /** What was counted for a member on a split; the confusion matrix is copied. */
  public static MemberMetrics of(String name, Split split, ClassificationMetrics metrics) {
    return new MemberMetrics(
        name,
        split,
        metrics.count(),
        metrics.top1(),
        metrics.top5(),
        metrics.crossEntropy(),
        metrics.confusion());
  }

  /** The same, with all that was counted of probabilities where the answers are some. */
  public static MemberMetrics of(String name, Split split, MemberCounts counts) {
    ClassificationMetrics metrics = counts.metrics();
    return new MemberMetrics(
        name,
        split,
        metrics.count(),
        metrics.top1(),
        metrics.top5(),
        counts.probabilistic() ? metrics.crossEntropy() : Double.NaN,
        metrics.confusion(),
        List.of(),
        Calibration.of(counts),
        Optional.empty(),
        false);
  }

  /**
   * How far a member's probabilities can be believed.
   *
   * @param brier score, 0 to 2
   * @param expectedError of calibration, 0 to 1; NaN where no example has a prediction
   * @param bins of confidence, ascending
   */
  public record Calibration(double brier, double expectedError, List<CalibrationBins.Bin> bins) {
    /** Copies the bins. */
    public Calibration {
      bins = List.copyOf(bins);
    }

    static Optional<Calibration> of(MemberCounts counts) {
      return counts.brier().count() == 0
          ? Optional.empty()
          : Optional.of(
              new Calibration(
                  counts.brier().value(),
                  counts.calibration().expectedCalibrationError(),
                  counts.calibration().bins()));
    }
  }

  private static void require(boolean legal, String what, Number value, String range) {
    if (!legal) {
      throw new IllegalArgumentException("%s is %s; legal: %s".formatted(what, value, range));
    }
  }
}
