// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkEnv;

/**
 * Something of a round on its way between driver and worker. Where tasks run in the driver's own
 * process, as in Spark's local mode, it stays where it is and only a ticket travels: the copies
 * that Spark makes of some megabytes would be a third of a short round's cost.
 *
 * @param round from {@link #newRound()}
 * @param worker whose it is, from 0; {@link #ALL} for what all get
 */
public record Handover<T extends Serializable>(long round, int worker, T value)
    implements Serializable {
  /** In place of a worker's number. */
  public static final int ALL = -1;

  private static final AtomicLong ROUNDS = new AtomicLong();
  private static final Map<Ticket, Handover<?>> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  /** What travels in place of what stays. */
  private record Ticket(long round, int worker) implements Serializable {
    private Object readResolve() {
      return IN_THIS_PROCESS.get(this);
    }
  }

  /** A number that no other round of the driver's process has. */
  public static long newRound() {
    return ROUNDS.incrementAndGet();
  }

  /** Lets go of what was handed over in a round, whether anybody took it or not. */
  public static void forget(long round) {
    IN_THIS_PROCESS.keySet().removeIf(ticket -> ticket.round() == round);
  }

  private static boolean staysInThisProcess() {
    SparkEnv spark = SparkEnv.get();
    String master = spark == null ? "" : spark.conf().get("spark.master", "");
    return master.equals("local") || master.startsWith("local[");
  }

  private Object writeReplace() {
    if (!staysInThisProcess()) {
      return this;
    }
    Ticket ticket = new Ticket(round, worker);
    IN_THIS_PROCESS.put(ticket, this);
    return ticket;
  }
}
