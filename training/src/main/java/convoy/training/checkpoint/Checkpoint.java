// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.training.averaging.TrainingState;

/**
 * A network at the end of a round, which may be that of an epoch or lie within one: what it is, and
 * everything that training goes on from.
 */
public record Checkpoint(CheckpointInfo info, TrainingState state) {}
