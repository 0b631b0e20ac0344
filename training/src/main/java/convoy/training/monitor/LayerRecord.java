// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

/**
 * One layer in a sampled round: in one of the local steps of worker 0.
 *
 * @param round from 1, counted over all epochs
 * @param sample what was seen
 */
public record LayerRecord(int round, LayerSample sample) {}
