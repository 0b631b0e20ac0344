// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.training.averaging.TrainingListener;
import convoy.training.averaging.TrainingPlan;
import convoy.training.averaging.TrainingState;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Validation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how training goes: a bar on a terminal, one plain line a round elsewhere. */
final class Progress implements TrainingListener, AutoCloseable {
  /** The launcher says whether standard error is a terminal; Java 17 cannot tell. */
  private static final String TERMINAL = "convoy.terminal";

  private final TrainingPlan plan;
  private final PrintStream log;
  private final ProgressBar bar;
  private double accuracy = Double.NaN;

  private Progress(TrainingPlan plan, int roundsDone, PrintStream log, boolean terminal) {
    this.plan = plan;
    this.log = log;
    this.bar = terminal ? bar(plan, roundsDone) : null;
  }

  /**
   * Progress on standard error.
   *
   * @param roundsDone before this training, when it is resumed
   */
  static Progress onStandardError(TrainingPlan plan, int roundsDone) {
    return new Progress(plan, roundsDone, System.err, Boolean.getBoolean(TERMINAL));
  }

  private static ProgressBar bar(TrainingPlan plan, int roundsDone) {
    return new ProgressBarBuilder()
        .setTaskName("train")
        .setInitialMax((long) plan.epochs() * plan.roundsPerEpoch())
        .startsFrom(roundsDone, Duration.ZERO)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  @Override
  public void roundEnded(RoundRecord round) {
    if (round.validated()) {
      accuracy = round.validationAccuracy();
    }
    if (bar == null) {
      log.println(line(round));
    } else {
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " epoch %d, %,d examples, %.0f images/s, loss %.3f, validation %s, rate %.3g,"
                  + " ms %.0f/%.0f/%.0f",
              round.epoch(),
              round.examples(),
              round.imagesPerSecond(),
              round.loss(),
              percent(accuracy),
              round.learningRate(),
              round.computeMillis(),
              round.broadcastMillis(),
              round.averageMillis()));
      bar.step();
    }
  }

  private String line(RoundRecord round) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d round %d/%d: %,d examples, %.0f images/s, loss %.4f, validation %s,"
            + " learning rate %.4g, ms computing %.0f broadcasting %.0f averaging %.0f",
        round.epoch(),
        plan.epochs(),
        round.round(),
        plan.epochs() * plan.roundsPerEpoch(),
        round.examples(),
        round.imagesPerSecond(),
        round.loss(),
        percent(accuracy),
        round.learningRate(),
        round.computeMillis(),
        round.broadcastMillis(),
        round.averageMillis());
  }

  /** An accuracy for people; a dash until one was measured. */
  private static String percent(double accuracy) {
    return Double.isNaN(accuracy) ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * accuracy);
  }

  @Override
  public void epochEnded(TrainingState state, Validation validation) {}

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
