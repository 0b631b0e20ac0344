// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;

/** Hears how training goes: progress, history and checkpoints are added from outside. */
public interface TrainingListener {
  /** A round is over. */
  void roundEnded(RoundRecord round);

  /** An epoch is over; {@code state} is what a later run can go on from. */
  void epochEnded(TrainingState state, Validation validation);
}
