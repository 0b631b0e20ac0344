// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Counts how often a classifier is right when it says how sure it is: an aggregate of {@link
 * #zero}, {@link #add} and {@link #merge} from which the expected calibration error comes.
 *
 * <p>Predictions are sorted by confidence into bins of equal width, {@code (m / M, (m + 1) / M]}
 * with 0 in the first. In each bin a calibrated classifier's accuracy is its mean confidence; the
 * expected calibration error is the mean distance between the two, weighted by the examples in a
 * bin. Formula: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML
 * 2017, equation 3, after Naeini, Cooper and Hauskrecht, AAAI 2015.
 *
 * <p>It misleads where bins hold few examples, whose noise counts as error (more bins, a larger
 * number), and it says nothing of accuracy: a classifier that always answers the majority class
 * with the majority's share as its confidence scores 0. Read it beside the {@link BrierScore}.
 *
 * <p>Every field is an integer, the sums of confidences included (see {@link FixedPointSum}), so
 * any order, any split and any tree of merges gives the same bits. An undefined prediction (see
 * {@link Prediction}) has no confidence: it is in no bin and no denominator, only in {@link
 * #undefined}.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class CalibrationBins implements Serializable {
  /** Bins that Guo et al. use, and so most who compare themselves with them. */
  public static final int DEFAULT_BINS = 15;

  private static final long serialVersionUID = 1L;
  private static final int MOST_BINS = 1000;

  private final long[] counts;
  private final long[] hits;
  private final FixedPointSum[] confidences;
  private long undefined;

  /**
   * The predictions whose confidence lies in one range: a point of a reliability diagram.
   *
   * @param low end of the confidences, not in the bin itself unless it is 0
   * @param high end of the confidences, in the bin
   * @param count of predictions
   * @param hits predictions that were right, 0 to {@code count}
   * @param confidence mean of the predictions' confidences, 0 to 1; NaN when the count is 0
   */
  public record Bin(double low, double high, long count, long hits, double confidence)
      implements Serializable {
    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if they are not 0 &lt;= hits &lt;= count
     */
    public Bin {
      if (hits < 0 || hits > count) {
        throw new IllegalArgumentException("a bin of %s hits of %s".formatted(hits, count));
      }
    }

    /** {@code hits} over {@code count}, 0 to 1; NaN when the count is 0. */
    public double accuracy() {
      return count == 0 ? Double.NaN : (double) hits / count;
    }
  }

  private CalibrationBins(int bins) {
    this.counts = new long[bins];
    this.hits = new long[bins];
    this.confidences = new FixedPointSum[bins];
    Arrays.setAll(confidences, bin -> new FixedPointSum());
  }

  /** {@value #DEFAULT_BINS} bins of no prediction. */
  public static CalibrationBins zero() {
    return zero(DEFAULT_BINS);
  }

  /**
   * Bins of no prediction.
   *
   * @param bins their number, 1 to 1,000
   * @throws IllegalArgumentException outside that range
   */
  public static CalibrationBins zero(int bins) {
    if (bins < 1 || bins > MOST_BINS) {
      throw new IllegalArgumentException("the number of bins is 1 to 1000, not " + bins);
    }
    return new CalibrationBins(bins);
  }

  /**
   * Adds one prediction to these bins.
   *
   * @param label the true class, from 0
   * @return these bins
   * @throws IllegalArgumentException if the label is negative
   */
  public CalibrationBins add(Prediction prediction, int label) {
    if (label < 0) {
      throw new IllegalArgumentException("a label is 0 or more, not " + label);
    }
    if (!prediction.defined()) {
      undefined++;
      return this;
    }
    // A float's product with so small a number is exact, so the ends of bins are what they say.
    int bin = Math.max(0, (int) Math.ceil(prediction.confidence() * counts.length) - 1);
    counts[bin]++;
    confidences[bin].add(prediction.confidence());
    if (prediction.predicted() == label) {
      hits[bin]++;
    }
    return this;
  }

  /**
   * Adds the predictions of other bins, which stay as they are.
   *
   * @return these bins
   * @throws IllegalArgumentException if the other number of bins is not this one
   */
  public CalibrationBins merge(CalibrationBins other) {
    if (other.counts.length != counts.length) {
      throw new IllegalArgumentException(
          "%s bins do not merge with %s".formatted(other.counts.length, counts.length));
    }
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] += other.counts[bin];
      hits[bin] += other.hits[bin];
      confidences[bin].merge(other.confidences[bin]);
    }
    undefined += other.undefined;
    return this;
  }

  /** Predictions in the bins: all that were added, less the undefined ones. */
  public long count() {
    return LongStream.of(counts).sum();
  }

  /** Predictions added that were undefined, and so are in no bin. */
  public long undefined() {
    return undefined;
  }

  /**
   * The expected calibration error, 0 to 1: the sum over the bins of {@code |hits - confidences|}
   * over {@link #count}. Empty bins add nothing; NaN when the count is 0.
   */
  public double expectedCalibrationError() {
    double distance = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      distance += Math.abs(hits[bin] - confidences[bin].value());
    }
    long count = count();
    return count == 0 ? Double.NaN : distance / count;
  }

  /** The bins by rising confidence, empty ones included. */
  public List<Bin> bins() {
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < counts.length; bin++) {
      double mean = counts[bin] == 0 ? Double.NaN : confidences[bin].value() / counts[bin];
      double all = counts.length;
      bins.add(new Bin(bin / all, (bin + 1) / all, counts[bin], hits[bin], mean));
    }
    return List.copyOf(bins);
  }

  /** Whether the other bins hold the same counts and, to the last bit, the same confidences. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CalibrationBins that
        && undefined == that.undefined
        && Arrays.equals(counts, that.counts)
        && Arrays.equals(hits, that.hits)
        && Arrays.equals(confidences, that.confidences);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts) * 31 + Arrays.hashCode(confidences);
  }

  @Override
  public String toString() {
    return "expected calibration error %s of %s predictions in %s bins"
        .formatted(expectedCalibrationError(), count(), counts.length);
  }
}
