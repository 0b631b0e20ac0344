// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.training.normalization.BatchNormLayout;

/**
 * A step of an outer optimizer on all parameters.
 *
 * @param parameters that the next round starts from
 * @param momentum of the optimizer; empty where it has none
 */
record OuterStep(float[] parameters, float[] momentum) {
  /**
   * Takes the step.
   *
   * @param state at the round's start
   * @param averaged parameters at its end
   * @param learningRate of the round's first local step
   */
  static OuterStep take(
      OuterOptimizer outer, TrainingState state, float[] averaged, double learningRate) {
    if (!outer.hasMomentum()) {
      return new OuterStep(averaged, new float[0]);
    }
    float[] start = state.parameters();
    float[] before = state.outerMomentum();
    float[] parameters = new float[averaged.length];
    float[] momentum = new float[averaged.length];
    Ranges.inParallel(
        parameters.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double last = before.length == 0 ? 0 : before[i];
            double own = outer.momentum(start[i], averaged[i], last, learningRate);
            momentum[i] = (float) own;
            parameters[i] = (float) outer.next(start[i], averaged[i], own, learningRate);
          }
        });
    return new OuterStep(parameters, momentum);
  }

  /**
   * The step without the running statistics of batch normalization, which go on as they were merged
   * and have no momentum.
   */
  OuterStep keeping(Averaged merged) {
    BatchNormLayout batchNorm = merged.batchNorm();
    if (batchNorm.isEmpty() || momentum.length == 0) {
      return this; // an average that was taken as it is
    }
    float[] next = parameters.clone();
    batchNorm.copy(merged.parameters(), next);
    return new OuterStep(next, batchNorm.without(momentum));
  }
}
