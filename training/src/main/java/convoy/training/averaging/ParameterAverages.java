// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import java.util.ArrayList;
import java.util.List;

/**
 * The averages of the parameters that are kept beside them while they are trained, each to be
 * evaluated as a member of its own (course notes, Neural Networks 3, Model Ensembles). The running
 * statistics of batch normalization among them mean nothing until {@link RecalibrationJob} has
 * computed them anew.
 *
 * @param exponential over the local steps
 * @param epochEnds SWA: the equal mean over the ends of epochs (Izmailov et al., Averaging Weights
 *     Leads to Wider Optima and Better Generalization, 2018)
 * @param lastEpochs parameters at the ends of the last epochs, the oldest first
 * @param settings what is kept
 */
public record ParameterAverages(
    RunningAverage exponential, EpochMean epochEnds, List<float[]> lastEpochs, Settings settings) {
  /**
   * What is kept.
   *
   * @param decay of the exponential average, a local step
   * @param firstEpoch whose end, counted from 1, is the first in {@link #epochEnds}
   * @param last how many ends of epochs {@link #lastEpochs} keeps, at least 1
   */
  public record Settings(double decay, int firstEpoch, int last) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the decay is not in [0, 1), or another is below 1
     */
    public Settings {
      if (!(decay >= 0 && decay < 1) || firstEpoch < 1 || last < 1) {
        throw new IllegalArgumentException(
            "no running averages: decay %s, first epoch %s, last %s"
                .formatted(decay, firstEpoch, last));
      }
    }
  }

  /** The averages of nothing yet. */
  public static ParameterAverages zero(Settings settings, int length) {
    return new ParameterAverages(
        RunningAverage.zero(settings.decay(), length), EpochMean.NONE, List.of(), settings);
  }

  ParameterAverages addRound(float[] parameters, int steps) {
    return new ParameterAverages(
        exponential.add(parameters, steps), epochEnds, lastEpochs, settings);
  }

  /**
   * After the end of an epoch.
   *
   * @param epoch from 1
   */
  ParameterAverages addEpoch(float[] parameters, int epoch) {
    List<float[]> ends = new ArrayList<>(lastEpochs);
    ends.add(parameters);
    return new ParameterAverages(
        exponential,
        epoch < settings.firstEpoch() ? epochEnds : epochEnds.add(parameters),
        List.copyOf(ends.subList(Math.max(0, ends.size() - settings.last()), ends.size())),
        settings);
  }

  /**
   * The mean over the ends of the last epochs.
   *
   * @throws IllegalStateException if no epoch has ended
   */
  public float[] meanOfLastEpochs() {
    return EpochMean.of(lastEpochs).value();
  }
}
