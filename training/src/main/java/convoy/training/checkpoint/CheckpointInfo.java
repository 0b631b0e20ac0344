// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.training.model.ModelSettings;

/**
 * What a checkpoint says of itself, in {@code convoy/checkpoint.json}.
 *
 * @param version of this layout
 * @param model that the parameters belong to
 * @param preprocess name of the transform that images go through first
 * @param statistics digest of the training split that the transform was fitted on
 * @param seed of the run
 * @param epochs completed
 * @param rounds completed
 * @param globalStep local steps completed
 * @param validationAccuracy share of 1; null where there was no validation split
 * @param averageDecay of the running average, a local step
 * @param averageWeight that the running average has gathered
 */
public record CheckpointInfo(
    int version,
    ModelSettings model,
    String preprocess,
    String statistics,
    long seed,
    int epochs,
    int rounds,
    long globalStep,
    Double validationAccuracy,
    double averageDecay,
    double averageWeight) {
  public static final int VERSION = 1;
}
