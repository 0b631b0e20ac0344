// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.augment.Augmentations;
import convoy.training.averaging.OuterOptimizer;
import convoy.training.model.GradientClipping;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How the network is trained: the keys {@code train.*}.
 *
 * @param epochs passes over the training split, at least 1
 * @param augment chain of augmentations of the training images, as {@link Augmentations} reads it
 * @param batch examples of one local step on one worker, at least 1
 * @param workers replicas that train side by side; 0 is one for every core that Spark offers
 * @param allowCpuFallback whether a build for the processor may train where Spark assigns GPUs
 * @param trainer who trains and averages: Convoy, or its peer Deeplearning4j
 * @param averageEvery H, the local steps of a round, at least 1
 * @param synchronize how H follows the learning rate or the clock
 * @param outer the outer optimizer
 * @param updaterState what becomes of the local momentum between two rounds
 * @param momentum Nesterov momentum of the local steps, in {@code [0, 1)}; 0 is none
 * @param clip of the gradients
 * @param divergedAt times the first loss, above 1
 * @param learningRate the rate and its schedule
 * @param runningAverage the running averages of the parameters
 * @param validate when the validation split is measured
 * @param checkpoint when a checkpoint is written, beside the end of training
 * @param report when the report is written while training goes on
 * @param monitor which rounds are looked at closely
 * @param stop what ends training before its last epoch
 * @param keepCheckpoints checkpoints that stay in the run folder, at least 1
 */
public record TrainConfig(
    int epochs,
    String augment,
    int batch,
    int workers,
    boolean allowCpuFallback,
    String trainer,
    int averageEvery,
    String synchronize,
    String outer,
    String updaterState,
    double momentum,
    String clip,
    double divergedAt,
    LearningRateConfig learningRate,
    RunningAverageConfig runningAverage,
    String validate,
    String checkpoint,
    String report,
    String monitor,
    String stop,
    int keepCheckpoints) {
  private static final String CONVOY = "convoy";
  private static final String DEEPLEARNING4J = "dl4j";
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
  private static final List<Phrase.Form> STOP =
      List.of(
          Phrase.Form.of("none"),
          Phrase.Form.of("no-improvement", "validations", 5),
          Phrase.Form.of("reached", "accuracy", 0.99));
  private static final List<String> UPDATER_STATES =
      Arrays.stream(UpdaterStatePolicy.values())
          .map(policy -> policy.name().toLowerCase(Locale.ROOT))
          .toList();

  /**
   * Checks the values that are not in a group of their own.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public TrainConfig {
    Legal.wholeNumbers(1, 100_000, "passes over the training split")
        .check("train.epochs", (long) epochs);
    checkChain(augment);
    Legal.wholeNumbers(1, 65536, "examples a local step").check("train.batch", (long) batch);
    Legal.wholeNumbers(0, 65536, "replicas").check("train.workers", (long) workers);
    Legal.checkName("train.trainer", trainer, List.of(CONVOY, DEEPLEARNING4J));
    Legal.wholeNumbers(1, 1_000_000, "local steps a round")
        .check("train.averageEvery", (long) averageEvery);
    sync(synchronize, averageEvery);
    outer(outer);
    Legal.checkName("train.updaterState", updaterState, UPDATER_STATES);
    Legal.zeroToBelow(1, "share of the last step's velocity").check("train.momentum", momentum);
    clipping(clip);
    Legal.aboveTo(1, 1_000_000, "times the first round's loss")
        .check("train.divergedAt", divergedAt);
    learningRate.requireRoomIn(epochs);
    every("train.validate", validate);
    every("train.checkpoint", checkpoint);
    reporting(report);
    sampling(monitor);
    stop(stop);
    Legal.wholeNumbers(1, 100_000, "checkpoints")
        .check("train.keepCheckpoints", (long) keepCheckpoints);
    if (trainer.equals(DEEPLEARNING4J)
        && !(outer(outer) instanceof OuterOptimizer.Average
            && sync(synchronize, averageEvery) instanceof SyncSchedule.Every
            && !updaterState.equals("keep")
            && !learningRate.changesWithinEpochs(epochs))) {
      throw new BadInputException(
          "train.trainer = dl4j takes train.outer = average, train.synchronize = every,"
              + " train.updaterState = average or reset, and a learning rate that is constant within"
              + " each epoch");
    }
  }

  /** Whether Deeplearning4j trains and averages in Convoy's place. */
  public boolean byDeeplearning4j() {
    return trainer.equals(DEEPLEARNING4J);
  }

  private static void checkChain(String chain) {
    try {
      Augmentations.parse(chain);
    } catch (BadInputException e) {
      throw new BadInputException(
          "train.augment = %s is not none or a chain of %s: %s"
              .formatted(
                  Legal.shown(chain), String.join(", ", Augmentations.names()), e.getMessage()),
          e);
    }
  }

  /** The chain of augmentations. */
  public Augmentations augmentations() {
    return Augmentations.parse(augment);
  }

  /** How long replicas train alone. */
  public SyncSchedule syncSchedule() {
    return sync(synchronize, averageEvery);
  }

  private static SyncSchedule sync(String text, int steps) {
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

  /** What is made of the workers' average. */
  public OuterOptimizer outerOptimizer() {
    return outer(outer);
  }

  private static OuterOptimizer outer(String text) {
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

  /** What becomes of the updaters' state between two rounds. */
  public UpdaterStatePolicy updaterStatePolicy() {
    return UpdaterStatePolicy.valueOf(updaterState.toUpperCase(Locale.ROOT));
  }

  /** What is done to gradients that are too large. */
  public GradientClipping clipping() {
    return clipping(clip);
  }

  private static GradientClipping clipping(String text) {
    return Phrase.read("train.clip", text, CLIP)
        .as(
            phrase ->
                switch (phrase.name()) {
                  case "value" -> new GradientClipping.Value(phrase.number("threshold"));
                  case "norm" -> new GradientClipping.Norm(phrase.number("threshold"));
                  default -> new GradientClipping.None();
                });
  }

  /** When the validation split is measured. */
  public Trigger validateWhen() {
    return every("train.validate", validate);
  }

  /** When a checkpoint is written, beside the end of training. */
  public Trigger checkpointWhen() {
    return every("train.checkpoint", checkpoint);
  }

  /** When the report is written while training goes on. */
  public Trigger reportWhen() {
    return reporting(report);
  }

  private static Trigger reporting(String text) {
    return Phrase.read("train.report", text, REPORT).as(TrainConfig::every);
  }

  private static Trigger every(String key, String text) {
    return Phrase.read(key, text, EVERY).as(TrainConfig::every);
  }

  private static Trigger every(Phrase phrase) {
    return switch (phrase.name()) {
      case "none" -> new Trigger.Any(List.of());
      case "rounds" -> new Trigger.Rounds(phrase.whole("every"));
      case "minutes" -> new Trigger.Minutes(phrase.number("every"));
      default -> new Trigger.Epochs(phrase.whole("every"));
    };
  }

  /** Which rounds are looked at closely. */
  public Sampling sampling() {
    return sampling(monitor);
  }

  private static Sampling sampling(String text) {
    return Phrase.read("train.monitor", text, MONITOR)
        .as(
            phrase ->
                phrase.name().equals("steps")
                    ? Sampling.steps(phrase.whole("every"))
                    : Sampling.NONE);
  }

  /** When training is over. */
  public Trigger stopWhen() {
    return new Trigger.Any(List.of(new Trigger.MaxEpochs(epochs), stop(stop)));
  }

  private static Trigger stop(String text) {
    return new Trigger.Any(
        Arrays.stream(text.split(",", -1))
            .map(part -> Phrase.read("train.stop", part, STOP).as(TrainConfig::stop))
            .toList());
  }

  private static Trigger stop(Phrase phrase) {
    return switch (phrase.name()) {
      case "no-improvement" -> new Trigger.NoImprovement(phrase.whole("validations"));
      case "reached" -> new Trigger.Reached(phrase.number("accuracy"));
      default -> new Trigger.Any(List.of());
    };
  }

  /** The same settings with another number of workers. */
  TrainConfig withWorkers(int number) {
    return new TrainConfig(
        epochs,
        augment,
        batch,
        number,
        allowCpuFallback,
        trainer,
        averageEvery,
        synchronize,
        outer,
        updaterState,
        momentum,
        clip,
        divergedAt,
        learningRate,
        runningAverage,
        validate,
        checkpoint,
        report,
        monitor,
        stop,
        keepCheckpoints);
  }
}
