// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.session.CountProgress;
import convoy.pipeline.session.TimeText;
import convoy.training.averaging.Position;
import convoy.training.averaging.RoundEnd;
import convoy.training.averaging.TrainingListener;
import convoy.training.averaging.TrainingPlan;
import convoy.training.monitor.RoundRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how training goes: a bar with the time left on a terminal, one plain line a round
 * elsewhere. What a line leaves out stands in {@code history.csv}.
 */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private final Extent extent;
  private final PrintStream log;
  private final LongSupplier clock;
  private final ProgressBar bar;
  private final long start;
  private double accuracy = Double.NaN;
  private long seen;

  /**
   * What is trained.
   *
   * @param name of it; empty where nothing else is
   * @param epochs in all
   * @param examples of all epochs
   * @param before of these, seen before this training, when it is resumed
   */
  record Extent(String name, int epochs, long examples, long before) {}

  /**
   * Progress on that stream and by that clock of nanoseconds.
   *
   * @param bar null for lines
   */
  TrainingProgress(Extent extent, PrintStream log, LongSupplier clock, ProgressBar bar) {
    this.extent = extent;
    this.log = log;
    this.clock = clock;
    this.bar = bar;
    this.start = clock.getAsLong();
  }

  /**
   * Progress on standard error.
   *
   * @param name of what is trained; empty where nothing else is
   * @param epochs in all
   * @param done before this training, when it is resumed
   */
  static TrainingProgress onStandardError(
      String name, TrainingPlan plan, int epochs, Position done) {
    long examples = plan.examples().stream().mapToLong(Long::longValue).sum();
    Extent extent =
        new Extent(name, epochs, epochs * examples, done.epochs() * examples + seen(plan, done));
    return new TrainingProgress(
        extent,
        System.err,
        System::nanoTime,
        Boolean.getBoolean(CountProgress.TERMINAL) ? bar(extent) : null);
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

  private static ProgressBar bar(Extent extent) {
    return new ProgressBarBuilder()
        .setTaskName(extent.name().isEmpty() ? "train" : extent.name())
        .setInitialMax(extent.examples())
        .startsFrom(extent.before(), Duration.ZERO)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  @Override
  public void roundEnded(RoundEnd end) {
    RoundRecord round = end.record();
    seen += round.examples();
    if (round.validated()) {
      accuracy = round.validationAccuracy();
    }
    if (bar == null) {
      log.println(line(round));
    } else {
      bar.setExtraMessage(
          String.format(Locale.ROOT, " loss %.3f val %s", round.loss(), percent(accuracy)));
      bar.stepBy(round.examples());
    }
  }

  /** One round within 80 columns. */
  String line(RoundRecord round) {
    double seconds = (clock.getAsLong() - start) / 1e9;
    String left = TimeText.left(seconds, seen, extent.examples() - extent.before());
    return (extent.name().isEmpty() ? "" : extent.name() + ", ")
        + String.format(
            Locale.ROOT,
            "epoch %d/%d round %d: loss %.4f, validation %s, %.0f images/s",
            round.epoch(),
            extent.epochs(),
            round.round(),
            round.loss(),
            percent(accuracy),
            round.imagesPerSecond())
        + (left.isEmpty() ? "" : ", " + left);
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
