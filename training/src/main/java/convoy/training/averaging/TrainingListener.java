// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import java.util.List;

/** Hears how training goes: progress, history and checkpoints are added from outside. */
@FunctionalInterface
public interface TrainingListener {
  /** A round is over. */
  void roundEnded(RoundEnd end);

  /** Tells several listeners, in their order. */
  static TrainingListener all(TrainingListener... listeners) {
    List<TrainingListener> told = List.of(listeners);
    return end -> told.forEach(listener -> listener.roundEnded(end));
  }
}
