// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how many of some things are done: a bar on a terminal; elsewhere a plain line, every ten
 * seconds at most and one at the end.
 */
public final class CountProgress implements AutoCloseable {
  /** The launcher says whether standard error is a terminal; Java 17 cannot tell. */
  public static final String TERMINAL = "convoy.terminal";

  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final Words words;
  private final long all;
  private final PrintStream log;
  private final LongSupplier clock;
  private final ProgressBar bar;
  private final long start;
  private long done;

  /** When a line was printed, or it began. */
  private long shown;

  /** What the last line said; negative before the first. */
  private long said = -1;

  /**
   * What is said of them.
   *
   * @param task before the bar, for example {@code predict}
   * @param verb that begins a line, for example {@code predicted}
   * @param things that are counted, for example {@code images}
   */
  public record Words(String task, String verb, String things) {}

  /**
   * Progress on standard error, until it is closed.
   *
   * @param all how many things there are; 0 where it is not known
   */
  public CountProgress(Words words, long all) {
    this(words, all, System.err, System::nanoTime);
  }

  /** The same, but for a bar's, on that stream and by that clock of nanoseconds. */
  CountProgress(Words words, long all, PrintStream log, LongSupplier clock) {
    this.words = words;
    this.all = all;
    this.log = log;
    this.clock = clock;
    this.bar = Boolean.getBoolean(TERMINAL) ? bar(words, all) : null;
    this.start = clock.getAsLong();
    this.shown = start;
  }

  private static ProgressBar bar(Words words, long all) {
    return new ProgressBarBuilder()
        .setTaskName(words.task())
        .setInitialMax(all == 0 ? -1 : all)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  /**
   * Shows how many are done so far.
   *
   * @param count of them; above all of them where tasks that were repeated counted again
   */
  public synchronized void to(long count) {
    done = all == 0 ? count : Math.min(all, count);
    if (bar != null) {
      bar.stepTo(done);
    } else if (done != said && clock.getAsLong() - shown >= PAUSE) {
      print();
    }
  }

  private void print() {
    shown = clock.getAsLong();
    said = done;
    double seconds = (shown - start) / 1e9;
    String left = TimeText.left(seconds, done, all);
    log.println(
        String.format(
            Locale.ROOT,
            "%s %,d %s%s, %.0f %s/s%s",
            words.verb(),
            done,
            all == 0 ? "" : String.format(Locale.ROOT, "of %,d ", all),
            words.things(),
            done / seconds,
            words.things(),
            left.isEmpty() ? "" : ", " + left));
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    } else if (said != done) {
      print();
    }
  }
}
