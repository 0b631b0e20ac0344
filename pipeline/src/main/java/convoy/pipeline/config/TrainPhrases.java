// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.pipeline.config.Phrase.Choice;
import convoy.pipeline.config.Phrase.Form;
import convoy.training.averaging.OuterOptimizer;
import convoy.training.loss.SoftenedCrossEntropy;
import convoy.training.model.GradientClipping;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.Snapshots;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the phrases among the keys {@code train.*} may say, and what they mean. */
final class TrainPhrases {
  private static final List<Choice<OuterOptimizer>> OUTER =
      List.of(
          Form.of("average").as(phrase -> new OuterOptimizer.Average()),
          Form.of("slowmo", "rate", 1, "momentum", 0.5)
              .as(
                  phrase ->
                      new OuterOptimizer.SlowMomentum(
                          phrase.number("rate"), phrase.number("momentum"))),
          Form.of("nesterov", "rate", 0.7, "momentum", 0.9)
              .as(
                  phrase ->
                      new OuterOptimizer.Nesterov(
                          phrase.number("rate"), phrase.number("momentum"))));
  private static final List<Choice<GradientClipping>> CLIP =
      List.of(
          Form.of("none").as(phrase -> new GradientClipping.None()),
          Form.of("value", "threshold", 1)
              .as(phrase -> new GradientClipping.Value(phrase.number("threshold"))),
          Form.of("norm", "threshold", 5)
              .as(phrase -> new GradientClipping.Norm(phrase.number("threshold"))));
  private static final List<Choice<Trigger>> EVERY =
      List.of(
          Form.of("epochs", "every", 1).as(phrase -> new Trigger.Epochs(phrase.whole("every"))),
          Form.of("rounds", "every", 100).as(phrase -> new Trigger.Rounds(phrase.whole("every"))),
          Form.of("minutes", "every", 10)
              .as(phrase -> new Trigger.Minutes(phrase.number("every"))));
  private static final Choice<Trigger> NEVER =
      Form.of("none").as(phrase -> new Trigger.Any(List.of()));
  private static final List<Choice<Trigger>> REPORT =
      Stream.concat(Stream.of(NEVER), EVERY.stream()).toList();
  private static final List<Choice<Sampling>> MONITOR =
      List.of(
          Form.of("none").as(phrase -> Sampling.NONE),
          Form.of("steps", "every", 100).as(phrase -> Sampling.steps(phrase.whole("every"))));
  private static final List<Choice<Trigger>> STOP =
      List.of(
          NEVER,
          Form.of("no-improvement", "validations", 5)
              .as(phrase -> new Trigger.NoImprovement(phrase.whole("validations"))),
          Form.of("reached", "accuracy", 0.99)
              .as(phrase -> new Trigger.Reached(phrase.number("accuracy"))));
  private static final List<Choice<Optional<SoftenedCrossEntropy>>> DISTIL =
      List.of(
          Form.of("none").as(phrase -> Optional.empty()),
          Form.of("softened", "temperature", 2, "share", 0.5)
              .as(
                  phrase ->
                      Optional.of(softened(phrase.number("temperature"), phrase.number("share")))));
  private static final double HOTTEST = 100;

  private TrainPhrases() {}

  /** How long replicas train alone: {@code train.synchronize}. */
  static SyncSchedule sync(String text, int steps) {
    return Phrase.read(
        "train.synchronize",
        text,
        List.of(
            Form.of("every").as(phrase -> new SyncSchedule.Every(steps)),
            Form.of("post-local").as(phrase -> new SyncSchedule.PostLocal(steps)),
            Form.of("quadratic", "alpha", 0.04)
                .as(phrase -> new SyncSchedule.Quadratic(steps, phrase.number("alpha"))),
            Form.of("timed", "seconds", 10)
                .as(phrase -> new SyncSchedule.Timed(steps, phrase.number("seconds")))));
  }

  /** What is made of the workers' average: {@code train.outer}. */
  static OuterOptimizer outer(String text) {
    return Phrase.read("train.outer", text, OUTER);
  }

  /** What is done to gradients that are too large: {@code train.clip}. */
  static GradientClipping clipping(String text) {
    return Phrase.read("train.clip", text, CLIP);
  }

  /** When something is written while training goes on, if ever: {@code train.report}. */
  static Trigger reporting(String text) {
    return Phrase.read("train.report", text, REPORT);
  }

  /** When the validation split is measured, or a checkpoint written; the key says which. */
  static Trigger every(String key, String text) {
    return Phrase.read(key, text, EVERY);
  }

  /** Which rounds are looked at closely: {@code train.monitor}. */
  static Sampling sampling(String text) {
    return Phrase.read("train.monitor", text, MONITOR);
  }

  /**
   * Which checkpoints are kept for good: {@code train.snapshots}.
   *
   * @param warmUp epochs that do not count
   */
  static Snapshots snapshots(String text, double warmUp) {
    return Phrase.read(
        "train.snapshots",
        text,
        List.of(
            Form.of("none").as(phrase -> Snapshots.NONE),
            Form.of("epochs", "every", 5)
                .as(phrase -> Snapshots.epochs(warmUp, phrase.whole("every")))));
  }

  /** The loss of a student: {@code train.distil}; empty for a run without a teacher. */
  static Optional<SoftenedCrossEntropy> distillation(String text) {
    return Phrase.read("train.distil", text, DISTIL);
  }

  private static SoftenedCrossEntropy softened(double temperature, double share) {
    if (temperature > HOTTEST) {
      throw new IllegalArgumentException(
          "a temperature of %s; legal: above 0 and at most 100".formatted(temperature));
    }
    return new SoftenedCrossEntropy(temperature, share);
  }

  /** What ends training before its last epoch: {@code train.stop}. */
  static Trigger stop(String text) {
    return new Trigger.Any(
        Arrays.stream(text.split(",", -1))
            .map(part -> Phrase.read("train.stop", part, STOP))
            .toList());
  }
}
