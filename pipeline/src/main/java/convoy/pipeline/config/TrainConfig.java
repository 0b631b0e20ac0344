// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.augment.Augmentations;
import convoy.training.averaging.OuterOptimizer;
import convoy.training.loss.SoftenedCrossEntropy;
import convoy.training.model.GradientClipping;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.Sampling;
import convoy.training.schedule.Snapshots;
import convoy.training.schedule.SyncSchedule;
import convoy.training.schedule.Trigger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
 * @param keepCheckpoints checkpoints that stay in the run folder: so many of the last and so many
 *     of the best on validation, at least 1
 * @param snapshots ends of epochs whose checkpoints stay beside those
 * @param members trainings of the same model from different first parameters, at least 1
 * @param distil how a student learns from its teacher; none where there is no teacher
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
    int keepCheckpoints,
    String snapshots,
    int members,
    String distil) {
  private static final String CONVOY = "convoy";
  private static final String DEEPLEARNING4J = "dl4j";
  private static final String TAUGHT = "softened temperature=2 share=0.5";
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
    TrainPhrases.sync(synchronize, averageEvery);
    TrainPhrases.outer(outer);
    Legal.checkName("train.updaterState", updaterState, UPDATER_STATES);
    Legal.zeroToBelow(1, "share of the last step's velocity").check("train.momentum", momentum);
    TrainPhrases.clipping(clip);
    Legal.aboveTo(1, 1_000_000, "times the first round's loss")
        .check("train.divergedAt", divergedAt);
    learningRate.requireRoomIn(epochs);
    TrainPhrases.every("train.validate", validate);
    TrainPhrases.every("train.checkpoint", checkpoint);
    TrainPhrases.reporting(report);
    TrainPhrases.sampling(monitor);
    TrainPhrases.stop(stop);
    Legal.wholeNumbers(1, 100_000, "checkpoints")
        .check("train.keepCheckpoints", (long) keepCheckpoints);
    TrainPhrases.snapshots(snapshots, 0);
    Legal.wholeNumbers(1, 1000, "trainings").check("train.members", (long) members);
    if (TrainPhrases.distillation(distil).isPresent() && trainer.equals(DEEPLEARNING4J)) {
      throw new BadInputException(
          "train.trainer = dl4j learns from labels alone; a teacher (--teacher, train.distil) takes"
              + " train.trainer = convoy");
    }
    if (trainer.equals(DEEPLEARNING4J)
        && !(TrainPhrases.outer(outer) instanceof OuterOptimizer.Average
            && TrainPhrases.sync(synchronize, averageEvery) instanceof SyncSchedule.Every
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
    return TrainPhrases.sync(synchronize, averageEvery);
  }

  /** What is made of the workers' average. */
  public OuterOptimizer outerOptimizer() {
    return TrainPhrases.outer(outer);
  }

  /** What becomes of the updaters' state between two rounds. */
  public UpdaterStatePolicy updaterStatePolicy() {
    return UpdaterStatePolicy.valueOf(updaterState.toUpperCase(Locale.ROOT));
  }

  /** What is done to gradients that are too large. */
  public GradientClipping clipping() {
    return TrainPhrases.clipping(clip);
  }

  /** When the validation split is measured. */
  public Trigger validateWhen() {
    return TrainPhrases.every("train.validate", validate);
  }

  /** When a checkpoint is written, beside the end of training. */
  public Trigger checkpointWhen() {
    return TrainPhrases.every("train.checkpoint", checkpoint);
  }

  /** When the report is written while training goes on. */
  public Trigger reportWhen() {
    return TrainPhrases.reporting(report);
  }

  /** Which rounds are looked at closely. */
  public Sampling sampling() {
    return TrainPhrases.sampling(monitor);
  }

  /** When training is over. */
  public Trigger stopWhen() {
    return new Trigger.Any(List.of(new Trigger.MaxEpochs(epochs), TrainPhrases.stop(stop)));
  }

  /** Which checkpoints are kept for good; the epochs of the warm-up do not count. */
  public Snapshots snapshotsTaken() {
    return TrainPhrases.snapshots(snapshots, learningRate.warmUp());
  }

  /** The loss of a student; empty where there is no teacher. */
  public Optional<SoftenedCrossEntropy> distillation() {
    return TrainPhrases.distillation(distil);
  }

  /** The same settings with another number of workers. */
  TrainConfig withWorkers(int number) {
    return with(number, members, distil);
  }

  /** The same settings for a student; as they are if they say how it learns. */
  TrainConfig taught() {
    return with(workers, members, distillation().isPresent() ? distil : TAUGHT);
  }

  /** The same settings for one training alone. */
  TrainConfig ofOneMember() {
    return with(workers, 1, distil);
  }

  private TrainConfig with(int otherWorkers, int otherMembers, String otherDistil) {
    return new TrainConfig(
        epochs,
        augment,
        batch,
        otherWorkers,
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
        keepCheckpoints,
        snapshots,
        otherMembers,
        otherDistil);
  }
}
