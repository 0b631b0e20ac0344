// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.util.SignalUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Stops the command in order at Ctrl-C or SIGTERM: its Spark jobs fail from then on, so that it
 * clears what it has staged, closes Spark and says what is kept. A second signal ends the process
 * at once.
 */
public final class StopRequest {
  /** The driver's own work between two jobs may take so long; then it is interrupted. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Longer than Spark's tasks are waited for, once by their job and once by their session. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static final Duration LOOK = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(StopRequest.class);

  private final Thread command;
  private final Supplier<Optional<SparkContext>> spark;
  private final IntConsumer halt;
  private final AtomicReference<Signal> received = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Guards the interrupt: it comes before the command unwinds, or not at all. */
  private final Object interrupts = new Object();

  private boolean unwinds;

  /** What stops a command. */
  public enum Signal {
    INT("Ctrl-C", 130),
    TERM("SIGTERM", 143);

    private final String description;
    private final int status;

    Signal(String description, int status) {
      this.description = description;
      this.status = status;
    }

    /** For people. */
    public String description() {
      return description;
    }

    /** The exit status of a process that it ended: 128 and its number. */
    public int status() {
      return status;
    }
  }

  /**
   * A request that has not been made.
   *
   * @param command the thread that runs it
   * @param spark the session that is open now
   * @param halt ends the process at once, with an exit status
   */
  StopRequest(Thread command, Supplier<Optional<SparkContext>> spark, IntConsumer halt) {
    this.command = command;
    this.spark = spark;
    this.halt = halt;
  }

  /** For a command that no signal stops. */
  public static StopRequest never() {
    return new StopRequest(Thread.currentThread(), Optional::empty, status -> {});
  }

  /** Listens for the signals from now on; the command runs in the thread that calls this. */
  public static StopRequest listen() {
    StopRequest stop =
        new StopRequest(
            Thread.currentThread(), StopRequest::openSession, Runtime.getRuntime()::halt);
    for (Signal signal : Signal.values()) {
      SignalUtils.register(signal.name(), () -> stop.request(signal));
    }
    return stop;
  }

  /** The signal that came first, if any did. */
  public Optional<Signal> received() {
    return Optional.ofNullable(received.get());
  }

  /**
   * The command has failed and looks at what is left: from now on its thread is not interrupted,
   * which a file system would refuse to serve. Called in that thread.
   */
  public void unwinding() {
    synchronized (interrupts) {
      unwinds = true;
      Thread.interrupted();
    }
  }

  private void interrupt() {
    synchronized (interrupts) {
      if (!unwinds) {
        command.interrupt();
      }
    }
  }

  /** The command has ended; signals no longer stop it. */
  public void commandEnded() {
    ended.countDown();
  }

  /**
   * Stops the command at the first call, and the process at the second. Returns at once.
   *
   * @return whether the signal was dealt with: always
   */
  public boolean request(Signal signal) {
    if (!received.compareAndSet(null, signal)) {
      halt.accept(signal.status());
      return true;
    }
    System.err.println("\nconvoy: stopping; a second Ctrl-C ends it at once");
    Thread stopping = new Thread(this::stop, "stop");
    stopping.setDaemon(true);
    stopping.start();
    return true;
  }

  private void stop() {
    long begin = System.nanoTime();
    boolean interrupted = false;
    try {
      do {
        Optional<SparkContext> open = spark.get();
        open.ifPresent(StopRequest::cancelJobs);
        Duration waited = Duration.ofNanos(System.nanoTime() - begin);
        if (!interrupted && (open.isEmpty() || waited.compareTo(PATIENCE) > 0)) {
          interrupt();
          interrupted = true;
        }
        if (waited.compareTo(LIMIT) > 0) {
          halt.accept(received.get().status());
        }
      } while (!ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody interrupts it
    }
  }

  private static Optional<SparkContext> openSession() {
    Option<SparkContext> active = SparkContext$.MODULE$.getActive();
    return active.isDefined() ? Optional.of(active.get()) : Optional.empty();
  }

  /** Again and again: between two jobs there is none to cancel. */
  private static void cancelJobs(SparkContext spark) {
    try {
      spark.cancelAllJobs();
    } catch (RuntimeException e) { // it is closed in this moment
      LOG.debug("no jobs to cancel", e);
    }
  }
}
