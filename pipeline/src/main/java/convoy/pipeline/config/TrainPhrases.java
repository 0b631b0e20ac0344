// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

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
  private static final List<Phrase.Form> SYNCHRONIZE =
      List.of(
          Phrase.Form.of("every"),
          Phrase.Form.of("post-local"),
          Phrase.Form.of("quadratic", "alpha", 0.04),
          Phrase.Form.of("timed", "seconds", 10));
  private static final List<Phrase.Form> OUTER =
      List.of(
          Phrase.Form.of("average"),
          Phrase.Form.of("slowmo", "rate", 1, "momentum", 0.5),
          Phrase.Form.of("nesterov", "rate", 0.7, "momentum", 0.9));
  private static final List<Phrase.Form> CLIP =
      List.of(
          Phrase.Form.of("none"),
          Phrase.Form.of("value", "threshold", 1),
          Phrase.Form.of("norm", "threshold", 5));
  private static final List<Phrase.Form> EVERY =
      List.of(
          Phrase.Form.of("epochs", "every", 1),
          Phrase.Form.of("rounds", "every", 100),
          Phrase.Form.of("minutes", "every", 10));
  private static final List<Phrase.Form> REPORT =
      Stream.concat(Stream.of(Phrase.Form.of("none")), EVERY.stream()).toList();
  private static final List<Phrase.Form> MONITOR =
      List.of(Phrase.Form.of("none"), Phrase.Form.of("steps", "every", 100));
  private static final List<Phrase.Form> SNAPSHOTS =
      List.of(Phrase.Form.of("none"), Phrase.Form.of("epochs", "every", 5));
  private static final List<Phrase.Form> STOP =
      List.of(
          Phrase.Form.of("none"),
          Phrase.Form.of("no-improvement", "validations", 5),
          Phrase.Form.of("reached", "accuracy", 0.99));
  private static final List<Phrase.Form> DISTIL =
      List.of(Phrase.Form.of("none"), Phrase.Form.of("softened", "temperature", 2, "share", 0.5));
  private static final double HOTTEST = 100;

  private TrainPhrases() {}

  /** How long replicas train alone: {@code train.synchronize}. */
  static SyncSchedule sync(String text, int steps) {
    return Phrase.read("train.synchronize", text, SYNCHRONIZE)
        .as(
            phrase ->
                switch (phrase.name()) {
                  case "post-local" -> new SyncSchedule.PostLocal(steps);
                  case "quadratic" -> new SyncSchedule.Quadratic(steps, phrase.number("alpha"));
                  case "timed" -> new SyncSchedule.Timed(steps, phrase.number("seconds"));
                  default -> new SyncSchedule.Every(steps);
                });
  }

  /** What is made of the workers' average: {@code train.outer}. */
  static OuterOptimizer outer(String text) {
    return Phrase.read("train.outer", text, OUTER)
        .as(
            phrase ->
                switch (phrase.name()) {
                  case "slowmo" ->
                      new OuterOptimizer.SlowMomentum(
                          phrase.number("rate"), phrase.number("momentum"));
                  case "nesterov" ->
                      new OuterOptimizer.Nesterov(phrase.number("rate"), phrase.number("momentum"));
                  default -> new OuterOptimizer.Average();
                });
  }

  /** What is done to gradients that are too large: {@code train.clip}. */
  static GradientClipping clipping(String text) {
    return Phrase.read("train.clip", text, CLIP)
        .as(
            phrase ->
                switch (phrase.name()) {
                  case "value" -> new GradientClipping.Value(phrase.number("threshold"));
                  case "norm" -> new GradientClipping.Norm(phrase.number("threshold"));
                  default -> new GradientClipping.None();
                });
  }

  /** When something is written while training goes on, if ever: {@code train.report}. */
  static Trigger reporting(String text) {
    return Phrase.read("train.report", text, REPORT).as(TrainPhrases::every);
  }

  /** When the validation split is measured, or a checkpoint written; the key says which. */
  static Trigger every(String key, String text) {
    return Phrase.read(key, text, EVERY).as(TrainPhrases::every);
  }

  private static Trigger every(Phrase phrase) {
    return switch (phrase.name()) {
      case "none" -> new Trigger.Any(List.of());
      case "rounds" -> new Trigger.Rounds(phrase.whole("every"));
      case "minutes" -> new Trigger.Minutes(phrase.number("every"));
      default -> new Trigger.Epochs(phrase.whole("every"));
    };
  }

  /** Which rounds are looked at closely: {@code train.monitor}. */
  static Sampling sampling(String text) {
    return Phrase.read("train.monitor", text, MONITOR)
        .as(
            phrase ->
                phrase.name().equals("steps")
                    ? Sampling.steps(phrase.whole("every"))
                    : Sampling.NONE);
  }

  /**
   * Which checkpoints are kept for good: {@code train.snapshots}.
   *
   * @param warmUp epochs that do not count
   */
  static Snapshots snapshots(String text, double warmUp) {
    return Phrase.read("train.snapshots", text, SNAPSHOTS)
        .as(
            phrase ->
                phrase.name().equals("epochs")
                    ? Snapshots.epochs(warmUp, phrase.whole("every"))
                    : Snapshots.NONE);
  }

  /** The loss of a student: {@code train.distil}; empty for a run without a teacher. */
  static Optional<SoftenedCrossEntropy> distillation(String text) {
    return Phrase.read("train.distil", text, DISTIL)
        .as(
            phrase ->
                phrase.name().equals("none")
                    ? Optional.empty()
                    : Optional.of(softened(phrase.number("temperature"), phrase.number("share"))));
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
            .map(part -> Phrase.read("train.stop", part, STOP).as(TrainPhrases::stop))
            .toList());
  }

  private static Trigger stop(Phrase phrase) {
    return switch (phrase.name()) {
      case "no-improvement" -> new Trigger.NoImprovement(phrase.whole("validations"));
      case "reached" -> new Trigger.Reached(phrase.number("accuracy"));
      default -> new Trigger.Any(List.of());
    };
  }
}
