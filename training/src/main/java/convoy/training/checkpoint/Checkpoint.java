// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.training.averaging.TrainingState;

/** A network at the end of an epoch: what it is, and everything that training goes on from. */
public record Checkpoint(CheckpointInfo info, TrainingState state) {}
