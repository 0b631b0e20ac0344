// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkEnv;

/**
 * Something of a round on its way between driver and worker. Where tasks run in the driver's own
 * process, as in Spark's local mode, it stays where it is, on the counter of the open round, and
 * only a ticket travels: the copies that Spark makes of some megabytes would be a third of a short
 * round's cost.
 *
 * @param round from {@link #openRound()}
 * @param worker whose it is, from 0; {@link #ALL} for what all get
 */
public record Handover<T extends Serializable>(long round, int worker, T value)
    implements Serializable {
  /** In place of a worker's number. */
  public static final int ALL = -1;

  private static final AtomicLong ROUNDS = new AtomicLong();

  /** Of each open round what is handed over in this process, by worker. */
  private static final Map<Long, Map<Integer, Handover<?>>> COUNTERS = new ConcurrentHashMap<>();

  /** What travels in place of what stays. */
  private record Ticket(long round, int worker) implements Serializable {
    private Object readResolve() {
      Map<Integer, Handover<?>> counter = COUNTERS.get(round);
      if (counter == null) {
        throw new IllegalStateException("round %s is over".formatted(round));
      }
      return counter.get(worker);
    }
  }

  /** Opens a round on the driver; returns a number that no other round of its process has. */
  public static long openRound() {
    long round = ROUNDS.incrementAndGet();
    if (inLocalMode()) {
      COUNTERS.put(round, new ConcurrentHashMap<>());
    }
    return round;
  }

  /** Lets go of what was handed over, whether anybody took it or not, or still will. */
  public static void closeRound(long round) {
    COUNTERS.remove(round);
  }

  private static boolean inLocalMode() {
    SparkEnv spark = SparkEnv.get();
    String master = spark == null ? "" : spark.conf().get("spark.master", "");
    return master.equals("local") || master.startsWith("local[");
  }

  private Object writeReplace() {
    Map<Integer, Handover<?>> counter = COUNTERS.get(round);
    if (counter == null) {
      return this;
    }
    counter.put(worker, this);
    return new Ticket(round, worker);
  }
}
