// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.ensemble;

import convoy.training.replica.ReplicaSpec;
import java.util.List;

/**
 * Sets of parameters of one network.
 *
 * @param spec of the network, with what is put before it
 * @param sets flat, as the network takes them; not copied
 */
public record ParameterSets(ReplicaSpec spec, List<float[]> sets) {}
