// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.metric.WilsonInterval;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What training beside validation accuracy says about a run (course notes, Neural Networks 3,
 * "Train/Val accuracy"): a wide gap is overfitting; where validation tracks training although
 * training is far from perfect, the model is too small, unless it has stopped learning.
 *
 * <p>The limits are rules of thumb, not tests. The training accuracy is what training itself
 * measured: before each update, with augmentation and dropout on. It is usually lower than that of
 * the same parameters on plain training images, so the real gap is probably wider than this one,
 * and validation may even be ahead.
 *
 * <p>An accuracy of few images is uncertain by itself. What falls, rises or gapes by less than half
 * of Wilson's interval of the validation accuracy is taken for noise, and where that is as wide as
 * a wide gap, nothing is said.
 *
 * @param verdict what it comes to
 * @param last epoch in which both were measured
 * @param best epoch by validation accuracy, the first of several
 * @param margin by which the last validation accuracy is uncertain, as a share of 1; 0 where it is
 *     not known of how many images it is
 * @param collapse what was seen of dead layers and of predictions that hardly vary
 */
record FitDiagnosis(
    Verdict verdict, Epoch last, Epoch best, double margin, Optional<Collapse> collapse) {
  /** A wider gap is strong overfitting. */
  static final double WIDE_GAP = 0.1;

  /** Within this gap, validation tracks training. */
  static final double NARROW_GAP = 0.02;

  /** Validation that has fallen by more from its best has passed it. */
  static final double FALLEN = 0.02;

  /** Above this training accuracy, a larger model has little left to learn. */
  static final double LEARNT = 0.95;

  /** Validation that has risen by more in the last epochs has not come to its end. */
  static final double RISEN = 0.005;

  /** Fewer epochs with both accuracies show no trend. */
  static final int FEWEST_EPOCHS = 3;

  /**
   * An epoch in which both accuracies were measured.
   *
   * @param number from 1
   * @param training accuracy, 0 to 1
   * @param validation accuracy, 0 to 1
   */
  record Epoch(int number, double training, double validation) {
    /** Training over validation accuracy, as a share of 1; negative where validation is ahead. */
    double gap() {
      return training - validation;
    }
  }

  /** What the two curves say. */
  enum Verdict {
    /** A layer is dead, or nearly every prediction is the same class. */
    COLLAPSED,
    /** There are too few epochs to say anything. */
    TOO_EARLY,
    /** There are too few validation images to say anything. */
    UNCERTAIN,
    /** Training itself has lost what it had reached. */
    UNSTABLE,
    /** The gap is wide, or validation falls while training does not. */
    OVERFITTING,
    /** Validation still rises. */
    STILL_IMPROVING,
    /** Validation tracks training, and neither is high. */
    UNDERFITTING,
    /** The gap is moderate, or there is little left to learn. */
    ABOUT_RIGHT
  }

  /**
   * The diagnosis; none where no epoch has both accuracies.
   *
   * @param validationExamples that an accuracy is of; 0 where it is not known
   * @param collapse the signs of a network that has stopped learning
   */
  static Optional<FitDiagnosis> of(
      EpochAccuracies accuracies, long validationExamples, Optional<Collapse> collapse) {
    List<Epoch> epochs =
        accuracies.training().entrySet().stream()
            .filter(epoch -> accuracies.validation().containsKey(epoch.getKey()))
            .map(
                epoch ->
                    new Epoch(
                        epoch.getKey(),
                        epoch.getValue(),
                        accuracies.validation().get(epoch.getKey())))
            .toList();
    if (epochs.isEmpty()) {
      return Optional.empty();
    }
    Epoch last = epochs.get(epochs.size() - 1);
    // Sorted, not max, which does not say which of equals it takes.
    Epoch best =
        epochs.stream()
            .sorted(Comparator.comparingDouble(Epoch::validation).reversed())
            .findFirst()
            .orElseThrow();
    double margin = margin(last.validation(), validationExamples);
    FitDiagnosis unjudged = new FitDiagnosis(Verdict.TOO_EARLY, last, best, margin, collapse);
    return Optional.of(new FitDiagnosis(unjudged.judge(epochs), last, best, margin, collapse));
  }

  /** Whether validation has lost more since its best epoch than its margin. */
  boolean hasFallen() {
    return best.validation() - last.validation() > Math.max(FALLEN, margin);
  }

  /** The diagnosis of a run; none where no epoch has both accuracies. */
  static Optional<FitDiagnosis> of(RunReport.Training training, RunReport.Results results) {
    return of(
        EpochAccuracies.of(training.history()),
        results.validated(),
        Collapse.of(
            training.samples().layers(),
            Answer.of(results.members()).map(Answer::best),
            results.classNames()));
  }

  private static double margin(double accuracy, long examples) {
    if (examples == 0 || accuracy < 0 || accuracy > 1) {
      return 0;
    }
    WilsonInterval interval = WilsonInterval.ofShare(accuracy, examples);
    return (interval.high() - interval.low()) / 2;
  }

  private Verdict judge(List<Epoch> epochs) {
    if (collapse.isPresent() && last.training() < LEARNT) {
      return Verdict.COLLAPSED;
    }
    if (epochs.size() < FEWEST_EPOCHS) {
      return Verdict.TOO_EARLY;
    }
    if (highest(epochs, Epoch::training) - last.training() > WIDE_GAP) {
      return Verdict.UNSTABLE;
    }
    if (margin > WIDE_GAP) {
      return Verdict.UNCERTAIN;
    }
    boolean passed = hasFallen() && last.training() >= best.training();
    if (last.gap() > WIDE_GAP || (passed && last.gap() > Math.max(NARROW_GAP, margin))) {
      return Verdict.OVERFITTING;
    }
    if (rise(epochs) > Math.max(RISEN, margin)) {
      return Verdict.STILL_IMPROVING;
    }
    return last.gap() <= NARROW_GAP && last.training() < LEARNT
        ? Verdict.UNDERFITTING
        : Verdict.ABOUT_RIGHT;
  }

  /** How far the best of the last fifth of the epochs, or of the last, is above all before. */
  private static double rise(List<Epoch> epochs) {
    int recent = epochs.size() - Math.max(1, epochs.size() / 5);
    return highest(epochs.subList(recent, epochs.size()), Epoch::validation)
        - highest(epochs.subList(0, recent), Epoch::validation);
  }

  private static double highest(List<Epoch> epochs, ToDoubleFunction<Epoch> accuracy) {
    return epochs.stream().mapToDouble(accuracy).max().orElseThrow();
  }
}
