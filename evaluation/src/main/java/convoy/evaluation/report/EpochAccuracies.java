// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.training.monitor.RoundRecord;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Top-1 by epoch, shares of 1; an epoch in which it was not measured is left out.
 *
 * @param training mean over the epoch's examples, each before the update that it took part in, with
 *     augmentation and dropout on
 * @param validation of the epoch's last parameters that were validated
 */
record EpochAccuracies(SortedMap<Integer, Double> training, SortedMap<Integer, Double> validation) {

  /** Wraps the maps. */
  EpochAccuracies {
    training = Collections.unmodifiableSortedMap(training);
    validation = Collections.unmodifiableSortedMap(validation);
  }

  /** The accuracies that a history holds, in any order of epochs. */
  static EpochAccuracies of(List<RoundRecord> history) {
    return new EpochAccuracies(training(history), validation(history));
  }

  /** By epoch, the mean over the examples of its rounds; a round without it is left out. */
  private static SortedMap<Integer, Double> training(List<RoundRecord> history) {
    return history.stream()
        .filter(round -> Double.isFinite(round.trainingAccuracy()) && round.examples() > 0)
        .collect(
            Collectors.groupingBy(
                RoundRecord::epoch,
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.toList(), EpochAccuracies::mean)));
  }

  private static double mean(List<RoundRecord> rounds) {
    double right = 0;
    long examples = 0;
    for (RoundRecord round : rounds) {
      right += round.trainingAccuracy() * round.examples();
      examples += round.examples();
    }
    return right / examples;
  }

  /** An epoch may be validated more than once: the last time is what it had reached. */
  private static SortedMap<Integer, Double> validation(List<RoundRecord> history) {
    SortedMap<Integer, Double> lastOfEpoch = new TreeMap<>();
    history.stream()
        .filter(round -> Double.isFinite(round.validationAccuracy()))
        .forEach(round -> lastOfEpoch.put(round.epoch(), round.validationAccuracy()));
    return lastOfEpoch;
  }
}
