// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.BadInputException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.spark.SparkContext$;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.JavaConverters;

/**
 * The executors of a cluster: waits for those that were asked for, and counts those that are there.
 * A cluster hands them out one by one, and the number of workers, which the result depends on,
 * follows from theirs.
 */
final class Executors {
  /** A cluster that offers nothing for so long never will, unless a longer wait is asked for. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * A number that stays the same for so long is the final one, where nothing says what it will be.
   */
  private static final Duration STANDSTILL = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** How much came when a session waited the last time: it does not wait for more once again. */
  private static final String FOUND = "convoy.executors.found";

  private static final Logger LOG = LoggerFactory.getLogger(Executors.class);

  private final JavaSparkContext spark;
  private final AskedExecutors asked;

  private Executors(JavaSparkContext spark, AskedExecutors asked) {
    this.spark = spark;
    this.asked = asked;
  }

  /**
   * Waits until the executors that were asked for are there, as long as Spark's own settings say.
   * Dynamic allocation is given tasks to find executors for. Warns where fewer came.
   *
   * @throws BadInputException if no master answers, or no executor comes within two minutes, or the
   *     longer time that is asked for
   */
  static void await(JavaSparkContext spark) {
    AskedExecutors asked = AskedExecutors.of(spark);
    String before = spark.getLocalProperty(FOUND);
    int found =
        new Executors(spark, before == null ? asked : asked.atMost(Integer.parseInt(before)))
            .await();
    spark.setLocalProperty(FOUND, String.valueOf(found));
  }

  /** Those that are there, the driver not counted as one. */
  static List<ExecutorSummary> present(JavaSparkContext spark) {
    return JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true)).stream()
        .filter(executor -> !executor.id().equals(SparkContext$.MODULE$.DRIVER_IDENTIFIER()))
        .toList();
  }

  private int await() {
    long begin = System.nanoTime();
    int have = asked.count(present(spark));
    if (!asked.complete(have)) {
      JavaFutureAction<Void> demand = asked.dynamic() ? demand() : null;
      try {
        have = await(begin);
      } finally {
        if (demand != null) {
          demand.cancel(true);
        }
      }
    }
    if (asked.missing(have)) {
      LOG.warn(
          "{} after {} s, and goes on with these: fewer workers train, with another result."
              + " Set spark.scheduler.maxRegisteredResourcesWaitingTime to wait longer, or {} to ask"
              + " for fewer",
          asked.found(have),
          Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
          asked.setting());
    }
    return have;
  }

  /** Returns how much is there when it is enough, or when the time is over. */
  private int await(long begin) {
    int have = asked.count(present(spark));
    long since = System.nanoTime();
    Duration longest = asked.patience().compareTo(PATIENCE) > 0 ? asked.patience() : PATIENCE;
    while (true) {
      long now = System.nanoTime();
      Duration waited = Duration.ofNanos(now - begin);
      boolean still = now - since > STANDSTILL.toNanos();
      if (asked.complete(have)
          || (have > 0 && still && asked.enough(have))
          || (have > 0 && waited.compareTo(asked.patience()) > 0)) {
        return have;
      }
      if (waited.compareTo(longest) > 0) {
        throw new BadInputException(
            "%s offers no executor after %s s; has it workers with the cores and the memory asked for"
                    .formatted(spark.master(), longest.toSeconds())
                + " (spark.executor.memory), and is none of them taken?");
      }
      pause();
      requireMaster();
      int before = have;
      have = asked.count(present(spark));
      since = have == before ? since : System.nanoTime();
    }
  }

  private void requireMaster() {
    if (spark.sc().isStopped()) {
      throw new BadInputException(
          "no Spark master answers at --master %s; is it running, reached from here, and of this Spark"
                  .formatted(spark.master())
              + " version (%s) and secret (spark.authenticate)?".formatted(spark.version()));
    }
  }

  /** Tasks that hold a slot each until they are cancelled: executors come for tasks that wait. */
  private JavaFutureAction<Void> demand() {
    int tasks = asked.slots();
    return spark
        .parallelize(Collections.nCopies(tasks, 0), tasks)
        .foreachAsync(number -> holdSlot());
  }

  private static void holdSlot() throws InterruptedException {
    TaskContext task = TaskContext.get();
    while (!task.isInterrupted()) {
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }
}
