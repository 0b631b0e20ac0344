// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.training.averaging.RoundEnd;
import convoy.training.averaging.TrainingListener;
import convoy.training.monitor.LayerRecord;
import convoy.training.monitor.LayerSample;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns at the end of an epoch of layers that were mostly dead when they were last sampled: such a
 * network goes on for as many epochs as any other and hardly learns.
 */
final class DeadUnitWatch implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(DeadUnitWatch.class);

  /** Of the last sampled round; empty once it was looked at. */
  private List<LayerRecord> sampled = List.of();

  @Override
  public void roundEnded(RoundEnd end) {
    if (!end.samples().layers().isEmpty()) {
      sampled = end.samples().layers();
    }
    if (end.now().endsEpoch()) {
      String dead = dead(sampled);
      sampled = List.of();
      if (!dead.isEmpty()) {
        LOG.warn(
            "in epoch {} most units are 0 for every image of a minibatch: {}; such units are dead and"
                + " stay so. Begin again with a lower train.learningRate.initial (--learning-rate; it"
                + " is {} now), a quarter for example, or with train.learningRate.warmUp",
            end.record().epoch(),
            dead,
            String.format(Locale.ROOT, "%.3g", end.record().learningRate()));
      }
    }
  }

  /** The layers of a sampled round that have died, with their shares; empty without any. */
  static String dead(List<LayerRecord> layers) {
    return layers.stream()
        .map(LayerRecord::sample)
        .filter(LayerSample::hasDied)
        .map(
            layer ->
                String.format(Locale.ROOT, "%.0f %% of %s", 100 * layer.deadShare(), layer.layer()))
        .collect(Collectors.joining(", "));
  }
}
