// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

/**
 * An exponentially decaying average of the parameters over the local steps, which often does better
 * on other data than the last parameters do (course notes, Neural Networks 3, Model Ensembles:
 * "running average of parameters during training"). The average begins at zero and is divided by
 * the weight it has gathered, as Adam corrects its moments, so that it is a true average from the
 * first round on.
 *
 * @param decay of a local step, in [0, 1); 0 keeps the latest parameters
 * @param sum decayed sum; not to be changed
 * @param weight that {@code sum} has gathered, from 0 towards 1
 */
public record RunningAverage(double decay, double[] sum, double weight) {
  public RunningAverage {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay is in [0, 1), not " + decay);
    }
  }

  /** The average of nothing yet. */
  public static RunningAverage zero(double decay, int length) {
    return new RunningAverage(decay, new double[length], 0);
  }

  /** The average after a round of that many local steps ended in these parameters. */
  RunningAverage add(float[] parameters, int steps) {
    if (parameters.length != sum.length) {
      throw new IllegalArgumentException(
          "an average of %s values takes no %s parameters"
              .formatted(sum.length, parameters.length));
    }
    double keep = Math.pow(decay, steps);
    double[] next = new double[sum.length];
    Ranges.inParallel(
        next.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            next[i] = keep * sum[i] + (1 - keep) * parameters[i];
          }
        });
    return new RunningAverage(decay, next, keep * weight + (1 - keep));
  }

  /**
   * The averaged parameters.
   *
   * @throws IllegalStateException if no round was added
   */
  public float[] value() {
    if (weight == 0) {
      throw new IllegalStateException("no round was averaged yet");
    }
    float[] value = new float[sum.length];
    for (int i = 0; i < value.length; i++) {
      value[i] = (float) (sum[i] / weight);
    }
    return value;
  }
}
