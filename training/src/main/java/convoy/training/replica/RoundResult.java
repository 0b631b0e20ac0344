// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.Serializable;

/**
 * What a worker sends back at the end of a round.
 *
 * @param parameters after its local steps
 * @param updaterState after its local steps
 * @param examples it trained on in this round: its weight in the average; 0 when it had none left
 * @param lossSum over its minibatches, mean loss with regularization times examples
 * @param loadMillis fetching the broadcast and loading the replica
 * @param computeMillis local steps
 */
public record RoundResult(
    float[] parameters,
    float[] updaterState,
    long examples,
    double lossSum,
    double loadMillis,
    double computeMillis)
    implements Serializable {}
