// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.normalization.BatchNormLayout;
import convoy.training.replica.RoundResult;
import convoy.training.replica.RoundStart;
import convoy.training.replica.UpdaterStatePolicy;
import java.util.List;

/** Who trains the workers of a round: Convoy's own {@link Workers}, or a peer. */
public interface Trainer {
  /**
   * A round as the workers ended it.
   *
   * @param results of every worker, in the order of the workers
   * @param broadcastMillis that it took to hand out the round's start
   * @param jobMillis that Spark ran after that
   */
  record Round(List<RoundResult> results, double broadcastMillis, double jobMillis) {}

  /** What becomes of the updaters' state between two rounds. */
  UpdaterStatePolicy updaterState();

  /** Where the running statistics of batch normalization lie among the parameters. */
  BatchNormLayout batchNorm();

  /**
   * One round.
   *
   * @param updaterStates as {@link TrainingState#updaterStates} has them
   */
  Round train(RoundStart start, List<float[]> updaterStates);
}
