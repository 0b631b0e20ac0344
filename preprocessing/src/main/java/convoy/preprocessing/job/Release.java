// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.job;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what executors hold of a job, and returns when they have let go of it. Spark's own
 * {@code destroy} and {@code unpersist} return at once: a session that is closed right behind them
 * prints the stack traces of what could no longer be removed.
 */
public final class Release {
  private static final Logger LOG = LoggerFactory.getLogger(Release.class);

  private Release() {}

  /** Destroys a broadcast value; an executor that does not answer is no error. */
  public static void broadcast(Broadcast<?> value) {
    release(() -> value.destroy(true));
  }

  /**
   * Destroys a broadcast value of one round of many, which is not to wait for it; {@link
   * #broadcast} follows when the rounds are over.
   */
  public static void later(Broadcast<?> value) {
    value.destroy();
  }

  /** Forgets the blocks of an RDD; an executor that does not answer is no error. */
  public static void blocks(JavaRDD<?> persisted) {
    release(() -> persisted.unpersist(true));
  }

  private static void release(Runnable removal) {
    try {
      removal.run();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.debug("not removed everywhere", e);
    }
  }
}
