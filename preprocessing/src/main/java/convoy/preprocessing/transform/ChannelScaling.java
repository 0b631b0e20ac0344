// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import convoy.preprocessing.statistics.ChannelStatistics;
import convoy.preprocessing.statistics.Statistics;

/**
 * Subtracts from each channel its mean and divides by its standard deviation, both over all the
 * channel's values in all training images (denominator N x height x width). The training split then
 * has mean 0 and deviation 1 in every channel. Commutes with flips and shifts.
 *
 * @param plane values in one channel of one image: height x width
 * @param mean {@code [c]}; not copied, not to be changed
 * @param deviation {@code [c]}; 1 for a channel that never varies, which becomes 0; not copied, not
 *     to be changed
 */
public record ChannelScaling(int plane, float[] mean, float[] deviation) implements Preprocessor {
  static final String NAME = "channel";

  /** Takes the statistics of the channels. */
  public static ChannelScaling fit(Statistics statistics) {
    ChannelStatistics channels = statistics.channels();
    float[] deviation = new float[channels.deviation().length];
    for (int channel = 0; channel < deviation.length; channel++) {
      deviation[channel] = Floats.divisor(channels.deviation()[channel]);
    }
    return new ChannelScaling(statistics.shape().plane(), Floats.of(channels.mean()), deviation);
  }

  @Override
  public void apply(float[] images, int count) {
    int values = Minibatch.values(images, count, mean.length * plane);
    for (int begin = 0; begin < values; begin += plane) {
      int channel = begin / plane % mean.length;
      for (int i = begin; i < begin + plane; i++) {
        images[i] = (images[i] - mean[channel]) / deviation[channel];
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }
}
