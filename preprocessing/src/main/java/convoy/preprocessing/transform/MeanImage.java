// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.statistics.Statistics;

/**
 * Subtracts the mean image and divides by one number, the standard deviation of all values around
 * the mean image (denominator N x d). The training split then has mean 0 at every position, and
 * deviation 1 over all positions together; positions that vary more still do.
 *
 * @param mean {@code [c, h, w]}; not copied, not to be changed
 * @param deviation the one number; 1 where all images are equal, which become 0
 */
public record MeanImage(float[] mean, float deviation) implements Preprocessor {
  static final String NAME = "mean-image";

  /** Takes the mean image and {@link Statistics#deviationAroundMeanImage}. */
  public static MeanImage fit(Statistics statistics) {
    return new MeanImage(
        Floats.of(statistics.pixels().mean()),
        Floats.divisor(statistics.deviationAroundMeanImage()));
  }

  @Override
  public void apply(float[] images, int count) {
    int values = Minibatch.values(images, count, mean.length);
    for (int begin = 0; begin < values; begin += mean.length) {
      for (int i = 0; i < mean.length; i++) {
        images[begin + i] = (images[begin + i] - mean[i]) / deviation;
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }
}
