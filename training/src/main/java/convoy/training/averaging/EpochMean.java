// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import java.util.List;

/**
 * The equal mean of parameters as they were at several moments.
 *
 * @param sum in double precision; of length 0 before the first; not to be changed
 * @param count of the moments
 */
public record EpochMean(double[] sum, int count) {
  /** The mean of nothing yet. */
  public static final EpochMean NONE = new EpochMean(new double[0], 0);

  /**
   * The mean of some parameters, added in their order.
   *
   * @param moments at least one, all as long; not changed
   */
  public static EpochMean of(List<float[]> moments) {
    EpochMean mean = NONE;
    for (float[] parameters : moments) {
      mean = mean.add(parameters);
    }
    return mean;
  }

  EpochMean add(float[] parameters) {
    double[] next = count == 0 ? new double[parameters.length] : sum.clone();
    if (next.length != parameters.length) {
      throw new IllegalArgumentException(
          "a mean of %s values takes no %s parameters".formatted(next.length, parameters.length));
    }
    for (int i = 0; i < next.length; i++) {
      next[i] += parameters[i];
    }
    return new EpochMean(next, count + 1);
  }

  /**
   * The mean.
   *
   * @throws IllegalStateException if nothing was added
   */
  public float[] value() {
    if (count == 0) {
      throw new IllegalStateException("the mean of no epochs is not defined");
    }
    float[] value = new float[sum.length];
    for (int i = 0; i < value.length; i++) {
      value[i] = (float) (sum[i] / count);
    }
    return value;
  }
}
