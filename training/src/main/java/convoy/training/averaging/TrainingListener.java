// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import java.util.List;

/** Hears how training goes: progress, history and checkpoints are added from outside. */
public interface TrainingListener {
  /** A round is over. */
  void roundEnded(RoundRecord round);

  /** An epoch is over; {@code state} is what a later run can go on from. */
  void epochEnded(TrainingState state, Validation validation);

  /** Tells several listeners, in their order. */
  static TrainingListener all(TrainingListener... listeners) {
    List<TrainingListener> told = List.of(listeners);
    return new TrainingListener() {
      @Override
      public void roundEnded(RoundRecord round) {
        told.forEach(listener -> listener.roundEnded(round));
      }

      @Override
      public void epochEnded(TrainingState state, Validation validation) {
        told.forEach(listener -> listener.epochEnded(state, validation));
      }
    };
  }
}
