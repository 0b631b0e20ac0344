// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.training.monitor.LayerSample;
import java.util.List;

/**
 * What a worker sends back at the end of a round.
 *
 * @param parameters after its local steps
 * @param updaterState after its local steps; empty where it is reset anyway
 * @param steps local steps taken
 * @param examples trained on in this round: the weight in the average; 0 when none were left
 * @param loss over those examples
 * @param layers as they were in one local step; empty unless worker and round are sampled
 * @param loadMillis fetching the broadcast, loading the replica, and copying the results out of it
 * @param computeMillis local steps
 */
public record RoundResult(
    float[] parameters,
    float[] updaterState,
    int steps,
    long examples,
    LossSum loss,
    List<LayerSample> layers,
    double loadMillis,
    double computeMillis)
    implements BulkVectors.Owner {
  /** Everything that the worker did. */
  public double millis() {
    return loadMillis + computeMillis;
  }

  @Override
  public RoundResult with(float[] newParameters, float[] newState) {
    return new RoundResult(
        newParameters, newState, steps, examples, loss, layers, loadMillis, computeMillis);
  }

  private Object writeReplace() {
    return BulkVectors.replace(this);
  }
}
