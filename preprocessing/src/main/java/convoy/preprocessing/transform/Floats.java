// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

/** Statistics, which are fp64, as the fp32 that minibatches are transformed with. */
final class Floats {
  private Floats() {}

  static float[] of(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /**
   * The deviation to divide by: 1 instead of 0, so that what never varies becomes 0, not NaN. What
   * fp32 takes for 0 is 0.
   */
  static float divisor(double deviation) {
    float divisor = (float) deviation;
    return divisor == 0 ? 1 : divisor;
  }
}
