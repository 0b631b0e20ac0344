// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import static convoy.evaluation.picture.Markup.escape;

import convoy.evaluation.report.FitDiagnosis.Verdict;

/** A {@link FitDiagnosis} in words, with what the course notes advise. */
final class FitText {
  private FitText() {}

  static String html(FitDiagnosis fit) {
    return """
        <p id="fit" class="fit"><strong>%s</strong> In epoch %s, training accuracy was %s and \
        validation accuracy %s: %s.%s %s</p>
        <p class="note">Training accuracy is what training measured: before each update, with \
        augmentation and dropout on. On plain training images the same parameters usually do \
        better, so the real gap is probably wider than this one. The limits are rules of thumb.</p>
        """
        .formatted(
            name(fit.verdict()),
            Figures.count(fit.last().number()),
            Figures.percent(fit.last().training()),
            Figures.percent(fit.last().validation()),
            gap(fit.last().gap()),
            fallen(fit),
            advice(fit));
  }

  private static String name(Verdict verdict) {
    return switch (verdict) {
      case COLLAPSED -> "Not learning.";
      case TOO_EARLY -> "Too early to say.";
      case UNCERTAIN -> "Uncertain.";
      case UNSTABLE -> "Unstable.";
      case OVERFITTING -> "Overfitting.";
      case STILL_IMPROVING -> "Still improving.";
      case UNDERFITTING -> "Underfitting.";
      case ABOUT_RIGHT -> "About right.";
    };
  }

  private static String gap(double gap) {
    String points = Figures.decimal(Math.abs(100 * gap), 2) + "\u00a0points";
    return gap < 0 ? "validation is ahead by " + points : "a gap of " + points;
  }

  private static String fallen(FitDiagnosis fit) {
    return fit.hasFallen()
        ? " Validation was best in epoch %s, at %s."
            .formatted(Figures.count(fit.best().number()), Figures.percent(fit.best().validation()))
        : "";
  }

  /** Advice of Neural Networks 3: Train/Val accuracy, and of its part on the loss curve. */
  private static String advice(FitDiagnosis fit) {
    return switch (fit.verdict()) {
      case COLLAPSED ->
          fit.collapse().map(collapse -> escape(collapse.text()) + " ").orElse("")
              + "The learning rate is probably too high: begin again with a quarter of it"
              + " (train.learningRate.initial, --learning-rate) or a warm-up"
              + " (train.learningRate.warmUp), before anything else is changed.";
      case TOO_EARLY ->
          "With fewer than %s epochs of both there is no trend to read."
              .formatted(FitDiagnosis.FEWEST_EPOCHS);
      case UNCERTAIN ->
          "So few validation images tell an accuracy only to %s\u00a0points or so: hold out more."
              .formatted(Figures.decimal(100 * fit.margin(), 0));
      case UNSTABLE ->
          "Training accuracy has fallen far below what it had reached: the learning rate is"
              + " probably too high.";
      case OVERFITTING ->
          "Regularize more (a stronger L2 penalty, more dropout, augmentation), or collect more"
              + " data; a checkpoint from before validation fell is the better one.";
      case STILL_IMPROVING ->
          "Validation accuracy was still rising at the end: train for more epochs before anything"
              + " else is changed.";
      case UNDERFITTING ->
          "Validation tracks training, and neither is high: where a learning rate three times higher"
              + " or lower changes nothing, the model's capacity is probably too small, so make it"
              + " larger, or regularize less.";
      case ABOUT_RIGHT ->
          "The gap is neither wide, nor so narrow that a larger model is called for.";
    };
  }
}
