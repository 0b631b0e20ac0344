// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.BadInputException;
import convoy.training.averaging.ParameterAverages;
import convoy.training.averaging.Position;
import convoy.training.averaging.TrainingState;
import convoy.training.model.ModelSettings;
import convoy.training.monitor.Validation;
import convoy.training.replica.ReplicaSpec;
import convoy.training.replica.UpdaterStatePolicy;
import convoy.training.schedule.Improvement;

/**
 * What a checkpoint says of itself, in {@code convoy/checkpoint.json}.
 *
 * @param version of this layout
 * @param model that the parameters belong to
 * @param preprocess name of the transform that images go through first
 * @param data that the parameters were trained on
 * @param seed of the run
 * @param updaterState what becomes of it between two rounds
 * @param averages what is kept beside the parameters
 * @param progress how far training has come
 * @param validationAccuracy share of 1; null where it was not measured
 */
public record CheckpointInfo(
    int version,
    ModelSettings model,
    String preprocess,
    TrainedOn data,
    long seed,
    UpdaterStatePolicy updaterState,
    ParameterAverages.Settings averages,
    Progress progress,
    Double validationAccuracy) {
  public static final int VERSION = 2;

  /**
   * Checks what depends on several fields, and the validation accuracy.
   *
   * @throws IllegalArgumentException if the accuracy is no share, or another number of updater
   *     states is kept than the policy asks for
   */
  public CheckpointInfo {
    if (validationAccuracy != null && !(validationAccuracy >= 0 && validationAccuracy <= 1)) {
      throw new IllegalArgumentException("validationAccuracy is " + validationAccuracy);
    }
    int own = progress.ownUpdaterStates();
    int workers = progress.position().steps().size();
    if (own != 0 && (updaterState != UpdaterStatePolicy.KEEP || own != workers)) {
      throw new IllegalArgumentException(
          "%s updater states of %s workers under the policy %s"
              .formatted(own, workers, updaterState));
    }
  }

  /**
   * Describes a state of training.
   *
   * @param preprocess name of the transform
   * @param spec of the replicas
   * @param validation of the state's parameters
   */
  public static CheckpointInfo of(
      TrainingState state,
      ModelSettings model,
      String preprocess,
      TrainedOn data,
      ReplicaSpec spec,
      Validation validation) {
    ParameterAverages averages = state.averages();
    return new CheckpointInfo(
        VERSION,
        model,
        preprocess,
        data,
        spec.seed(),
        spec.updaterState(),
        averages.settings(),
        new Progress(
            state.position(),
            state.improvement(),
            state.firstLoss(),
            averages.exponential().weight(),
            averages.epochEnds().count(),
            averages.lastEpochs().size(),
            spec.updaterState() == UpdaterStatePolicy.KEEP ? state.updaterStates().size() : 0),
        Double.isNaN(validation.accuracy()) ? null : validation.accuracy());
  }

  /**
   * Refuses to go on with another network, or on another number of workers.
   *
   * @throws BadInputException if the checkpoint is of another network, or of other workers
   */
  public void requireOf(ModelSettings network, int workers) {
    int own = progress.position().steps().size();
    if (!model.equals(network) || own != workers) {
      throw new BadInputException(
          "the run's last checkpoint is of a %s with %s hidden units on %s workers, and its configuration asks for a %s with %s on %s; one of the two was changed"
              .formatted(
                  model.name(), model.hidden(), own, network.name(), network.hidden(), workers));
    }
  }

  /**
   * What the examples were.
   *
   * @param splitDigest of the training split, whatever the order of its examples
   * @param orderSeed the seed of its shards, which their order follows
   * @param statisticsDigest of the statistics that the transform was fitted on
   */
  public record TrainedOn(String splitDigest, long orderSeed, String statisticsDigest) {}

  /**
   * The small part of the training's state; the large one is in entries of its own.
   *
   * @param position how far training has come
   * @param improvement of the validation accuracy
   * @param firstLoss of the first round
   * @param averageWeight that the exponential average has gathered
   * @param epochEnds in the mean of the parameters at the ends of epochs
   * @param lastEpochs whose ends are kept one by one
   * @param ownUpdaterStates of workers that keep their own
   */
  public record Progress(
      Position position,
      Improvement improvement,
      double firstLoss,
      double averageWeight,
      int epochEnds,
      int lastEpochs,
      int ownUpdaterStates) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a count is negative, or the weight not in [0, 1]
     */
    public Progress {
      if (!(averageWeight >= 0 && averageWeight <= 1)
          || epochEnds < 0
          || lastEpochs < 0
          || ownUpdaterStates < 0) {
        throw new IllegalArgumentException(
            "no progress: weight %s, %s ends of epochs, the last %s, %s updater states"
                .formatted(averageWeight, epochEnds, lastEpochs, ownUpdaterStates));
      }
    }
  }
}
