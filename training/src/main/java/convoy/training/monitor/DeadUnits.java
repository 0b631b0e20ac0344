// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

/**
 * Units that no example of a minibatch wakes (course notes, Neural Networks 1, Commonly used
 * activation functions: ReLU units can die). One minibatch tells only so much: a unit that is 0 for
 * 32 examples may answer the next.
 */
public final class DeadUnits {
  private DeadUnits() {}

  /**
   * The share of units whose activations are 0 throughout.
   *
   * @param activations {@code [examples, units, plane]}, row by row; for a convolution, the units
   *     are its channels, and the plane its pixels
   * @return from 0 to 1; NaN without examples or units
   */
  public static double share(float[] activations, int units, int plane) {
    boolean[] alive = new boolean[units];
    int dead = units;
    for (int begin = 0, unit = 0; begin < activations.length; begin += plane) {
      if (!alive[unit] && !allZero(activations, begin, begin + plane)) {
        alive[unit] = true;
        dead--;
      }
      unit = (unit + 1) % units;
    }
    return activations.length == 0 ? Double.NaN : (double) dead / units;
  }

  private static boolean allZero(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (values[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
