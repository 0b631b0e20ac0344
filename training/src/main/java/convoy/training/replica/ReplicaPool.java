// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Function;

/**
 * Keeps an executor's replicas from one round to the next, because building one takes longer than a
 * short round. A cache and no more: a replica that is borrowed gets all its state from the task, so
 * that it does not matter which one it is, or whether it is new. Tasks that run at the same time
 * never share one. The replicas of the newest run are kept, those of others let go.
 */
public final class ReplicaPool {
  private static final ReplicaPool OF_THIS_PROCESS = new ReplicaPool();

  private final Deque<Replica> idle = new ArrayDeque<>();

  private ReplicaPool() {}

  /** Lends a replica for the time of one task. */
  public static <T> T with(ReplicaSpec spec, Function<Replica, T> task) {
    Replica replica = OF_THIS_PROCESS.borrow(spec);
    NativeThreads.useOne();
    boolean done = false;
    try {
      T result = task.apply(replica);
      done = true;
      return result;
    } finally {
      if (done) {
        OF_THIS_PROCESS.giveBack(replica);
      } else {
        replica.close(); // in whatever state it is
      }
    }
  }

  private Replica borrow(ReplicaSpec spec) {
    synchronized (idle) {
      closeOthers(spec);
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return new Replica(spec);
  }

  /** Gives back the native memory of the replicas of other runs. */
  private void closeOthers(ReplicaSpec spec) {
    for (Iterator<Replica> replicas = idle.iterator(); replicas.hasNext(); ) {
      Replica replica = replicas.next();
      if (!replica.spec().run().equals(spec.run())) {
        replicas.remove();
        replica.close();
      }
    }
  }

  private void giveBack(Replica replica) {
    synchronized (idle) {
      idle.push(replica);
    }
  }
}
