// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.Serializable;

/**
 * What a round begins from; broadcast to the workers.
 *
 * @param parameters of the network, flat
 * @param updaterState of the updater, flat; empty for an updater without state
 * @param epoch from 0
 * @param round within the epoch, from 0
 * @param firstStep local steps of the epoch that earlier rounds have done
 * @param steps local steps in this round
 * @param globalStep local steps since the run began, which the learning rate follows
 */
public record RoundStart(
    float[] parameters,
    float[] updaterState,
    int epoch,
    int round,
    int firstStep,
    int steps,
    long globalStep)
    implements Serializable {}
