// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.util.List;

/**
 * What a round begins from; broadcast to the workers. The array of rates is not copied and not to
 * be changed.
 *
 * @param parameters of the network, flat
 * @param updaterState that every worker begins with, flat; empty where each has its own, or none
 * @param epoch from 0
 * @param round within the epoch, from 0
 * @param firstSteps local steps of the epoch that each worker has done in earlier rounds
 * @param globalStep local steps since the run began
 * @param learningRates of the round's local steps; their number is H
 * @param seconds that a worker trains at most, though one step at least; infinite for no limit
 * @param sampled whether the round is looked at closely
 */
public record RoundStart(
    float[] parameters,
    float[] updaterState,
    int epoch,
    int round,
    List<Integer> firstSteps,
    long globalStep,
    double[] learningRates,
    double seconds,
    boolean sampled)
    implements BulkVectors.Owner {
  /** The most local steps that a worker takes in the round: H. */
  public int steps() {
    return learningRates.length;
  }

  @Override
  public RoundStart with(float[] newParameters, float[] newState) {
    return new RoundStart(
        newParameters,
        newState,
        epoch,
        round,
        firstSteps,
        globalStep,
        learningRates,
        seconds,
        sampled);
  }

  private Object writeReplace() {
    return BulkVectors.replace(this);
  }
}
