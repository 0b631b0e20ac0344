// SPDX-License-Identifier: Apache-2.0
package convoy.training.model;

import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * How a replica updates its parameters in a local step: SGD with Nesterov momentum and step decay
 * (course notes, Neural Networks 3, Parameter updates).
 *
 * @param learningRate at the first step
 * @param decay factor of a drop, in (0, 1]
 * @param decayEverySteps local steps between two drops; 0 for a constant learning rate
 * @param momentum in [0, 1); 0 for plain SGD
 */
public record Optimization(
    double learningRate, double decay, long decayEverySteps, double momentum) {

  /** The learning rate as a function of the global step, which no averaging restarts. */
  public ISchedule schedule() {
    return decayEverySteps == 0
        ? new FixedSchedule(learningRate)
        : new StepSchedule(ScheduleType.ITERATION, learningRate, decay, decayEverySteps);
  }

  /** The learning rate at a global step, counted from 0. */
  public double learningRateAt(long step) {
    return schedule().valueAt(Math.toIntExact(step), 0);
  }

  Nesterovs updater() {
    return new Nesterovs(schedule(), momentum);
  }
}
