// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.metric.WilsonInterval;
import convoy.preprocessing.shard.Manifest;
import convoy.training.averaging.RoundEnd;
import convoy.training.averaging.TrainingListener;
import java.util.Collections;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns after every epoch that leaves the network no better on validation than who names the
 * largest class without looking: such a training costs what any other does, ends well, and has
 * learnt nothing.
 */
final class GuessWatch implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(GuessWatch.class);

  private final long count;
  private final double largest;

  /** The watch by a validation split. */
  GuessWatch(Manifest.SplitEntry validation) {
    this.count = validation.count();
    this.largest = (double) Collections.max(validation.classHistogram()) / count;
  }

  /** Whether the largest class alone may account for an accuracy, from what the split can tell. */
  boolean isGuess(double accuracy) {
    return WilsonInterval.ofShare(accuracy, count).low() <= largest;
  }

  @Override
  public void roundEnded(RoundEnd end) {
    double accuracy = end.validation().accuracy();
    if (end.now().endsEpoch() && end.record().validated() && isGuess(accuracy)) {
      LOG.warn(
          String.format(
              Locale.ROOT,
              "after epoch %d validation accuracy is %.2f %%, no better than a guess: the largest class"
                  + " is %.2f %% of the examples; units that a high learning rate has killed stay dead"
                  + " (try a lower train.learningRate.initial, or train.learningRate.warmUp), and a"
                  + " very low one moves nothing",
              end.record().epoch(),
              100 * accuracy,
              100 * largest));
    }
  }
}
