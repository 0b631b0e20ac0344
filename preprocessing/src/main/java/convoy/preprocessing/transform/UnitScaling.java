// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.statistics.Statistics;

/**
 * Divides every value by 255, so that it is from 0 to 1. Does not centre the data: a baseline that
 * the others are to be held against.
 *
 * @param size values in one image
 */
public record UnitScaling(int size) implements Preprocessor {
  static final String NAME = "unit";
  private static final float WHITE = 255;

  /** Takes the size of an image from the statistics, and nothing else. */
  public static UnitScaling fit(Statistics statistics) {
    return new UnitScaling(statistics.shape().size());
  }

  @Override
  public void apply(float[] images, int count) {
    int values = Minibatch.values(images, count, size);
    for (int i = 0; i < values; i++) {
      images[i] /= WHITE;
    }
  }

  @Override
  public String name() {
    return NAME;
  }
}
