// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import convoy.training.monitor.Validation;
import convoy.training.schedule.Moment;
import convoy.training.schedule.Trigger;

/**
 * The end of a round, as listeners are told it.
 *
 * @param record what was measured
 * @param samples of the round; {@link Samples#NONE} where it was not sampled
 * @param state what a later run can go on from, bit for bit
 * @param validation of the state's parameters; {@link Validation#NONE} where it was not measured
 * @param before where training stood at the end of the round before
 * @param now where it stands
 * @param last whether training is over
 */
public record RoundEnd(
    RoundRecord record,
    Samples samples,
    TrainingState state,
    Validation validation,
    Moment before,
    Moment now,
    boolean last) {
  /** Whether a trigger fires at the end of this round. */
  public boolean fires(Trigger trigger) {
    return trigger.fires(before, now);
  }
}
