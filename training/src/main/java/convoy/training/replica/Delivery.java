// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;

/**
 * A worker's result on its way to the driver. Where tasks run in the driver's own process, as in
 * Spark's local mode, it stays where it is and only a ticket travels: the copies that Spark makes
 * of some megabytes would be a quarter of a short round's cost.
 *
 * @param round a number that no other round of the process has
 * @param worker its number, from 0
 */
public record Delivery(long round, int worker, RoundResult result) implements Serializable {
  /** Spark's name of the executor that is the driver itself. */
  private static final String DRIVER = "driver";

  private static final Map<Ticket, Delivery> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  /** What travels in place of a delivery that stays. */
  private record Ticket(long round, int worker) implements Serializable {
    private Object readResolve() {
      return IN_THIS_PROCESS.get(this);
    }
  }

  private Object writeReplace() {
    SparkEnv spark = SparkEnv.get();
    if (spark == null || !spark.executorId().equals(DRIVER)) {
      return this;
    }
    Ticket ticket = new Ticket(round, worker);
    IN_THIS_PROCESS.put(ticket, this);
    return ticket;
  }

  /** Lets go of what a round's tasks have delivered, whether the driver got it or not. */
  public static void forget(long round) {
    IN_THIS_PROCESS.keySet().removeIf(ticket -> ticket.round() == round);
  }
}
