// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.session.CountProgress;
import convoy.training.averaging.Position;
import convoy.training.averaging.RoundEnd;
import convoy.training.averaging.TrainingListener;
import convoy.training.averaging.TrainingPlan;
import convoy.training.monitor.RoundRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how training goes: a bar on a terminal, one plain line a round elsewhere. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

  private final String name;
  private final int epochs;
  private final long examplesPerEpoch;
  private final PrintStream log;
  private final ProgressBar bar;
  private double accuracy = Double.NaN;

  private TrainingProgress(String name, int epochs, long examplesPerEpoch, ProgressBar bar) {
    this.name = name;
    this.epochs = epochs;
    this.examplesPerEpoch = examplesPerEpoch;
    this.log = System.err;
    this.bar = bar;
  }

  /**
   * TrainingProgress on standard error.
   *
   * @param name of what is trained; empty where nothing else is
   * @param epochs in all
   * @param done before this training, when it is resumed
   */
  static TrainingProgress onStandardError(
      String name, TrainingPlan plan, int epochs, Position done) {
    long examples = plan.examples().stream().mapToLong(Long::longValue).sum();
    return new TrainingProgress(
        name,
        epochs,
        examples,
        Boolean.getBoolean(CountProgress.TERMINAL)
            ? bar(name, epochs * examples, done.epochs() * examples + seen(plan, done))
            : null);
  }

  /** Examples of the epoch that is going on. */
  private static long seen(TrainingPlan plan, Position done) {
    long seen = 0;
    for (int worker = 0; worker < plan.examples().size(); worker++) {
      long trained = (long) done.steps().get(worker) * plan.batch();
      seen += Math.min(trained, plan.examples().get(worker));
    }
    return seen;
  }

  private static ProgressBar bar(String name, long examples, long done) {
    return new ProgressBarBuilder()
        .setTaskName(name.isEmpty() ? "train" : name)
        .setInitialMax(examples)
        .startsFrom(done, Duration.ZERO)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  @Override
  public void roundEnded(RoundEnd end) {
    RoundRecord round = end.record();
    if (round.validated()) {
      accuracy = round.validationAccuracy();
    }
    if (bar == null) {
      log.println((name.isEmpty() ? "" : name + ", ") + line(round));
    } else {
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " epoch %d, round %d, %.0f images/s, loss %.3f, validation %s, rate %.3g,"
                  + " ms %.0f/%.0f/%.0f",
              round.epoch(),
              round.round(),
              round.imagesPerSecond(),
              round.loss(),
              percent(accuracy),
              round.learningRate(),
              round.cost().computeMillis(),
              round.cost().broadcastMillis() + round.cost().loadMillis(),
              round.cost().collectMillis() + round.cost().averageMillis()));
      bar.stepBy(round.examples());
    }
  }

  private String line(RoundRecord round) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d round %d: %,d of %,d examples, %.0f images/s, loss %.4f, validation %s,"
            + " learning rate %.4g, ms computing %.0f broadcasting %.0f averaging %.0f",
        round.epoch(),
        epochs,
        round.round(),
        round.examples(),
        examplesPerEpoch,
        round.imagesPerSecond(),
        round.loss(),
        percent(accuracy),
        round.learningRate(),
        round.cost().computeMillis(),
        round.cost().broadcastMillis() + round.cost().loadMillis(),
        round.cost().collectMillis() + round.cost().averageMillis());
  }

  /** An accuracy for people; a dash until one was measured. */
  private static String percent(double accuracy) {
    return Double.isNaN(accuracy) ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * accuracy);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
