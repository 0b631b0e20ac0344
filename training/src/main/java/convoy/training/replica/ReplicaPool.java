// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps an executor's replicas from one round to the next, because building one takes longer than a
 * short round. A cache and no more: a replica that is borrowed gets all its state from the task, so
 * that it does not matter which one it is, or whether it is new. Tasks that run at the same time
 * never share one. The replicas of the newest run are kept, those of others let go.
 *
 * <p>A replica stays on the GPU that it was built on, and a GPU has one task at a time: where Spark
 * starts more on one, they wait for each other.
 */
public final class ReplicaPool {
  private static final ReplicaPool OF_THIS_PROCESS = new ReplicaPool();

  private final Map<Device, Deque<Replica>> idle = new ConcurrentHashMap<>();
  private final Map<Device, ReentrantLock> gpus = new ConcurrentHashMap<>();

  private ReplicaPool() {}

  /**
   * Lends a replica on the task's device for the time of one task.
   *
   * @throws convoy.preprocessing.BadInputException if Spark has assigned a GPU that is not there
   */
  public static <T> T with(ReplicaSpec spec, Function<Replica, T> task) {
    return OF_THIS_PROCESS.with(TaskDevice.bind(), spec, task);
  }

  /** The same on a device that the thread is bound to. */
  static <T> T on(Device device, ReplicaSpec spec, Function<Replica, T> task) {
    return OF_THIS_PROCESS.with(device, spec, task);
  }

  private <T> T with(Device device, ReplicaSpec spec, Function<Replica, T> task) {
    if (!device.isGpu()) {
      return lend(device, spec, task);
    }
    ReentrantLock gpu = gpus.computeIfAbsent(device, key -> new ReentrantLock());
    gpu.lock();
    try {
      return lend(device, spec, task);
    } finally {
      gpu.unlock();
    }
  }

  private <T> T lend(Device device, ReplicaSpec spec, Function<Replica, T> task) {
    Replica replica = borrow(device, spec);
    NativeThreads.useOne();
    boolean done = false;
    try {
      T result = task.apply(replica);
      done = true;
      return result;
    } finally {
      if (done) {
        giveBack(device, replica);
      } else {
        replica.close(); // in whatever state it is
      }
    }
  }

  private Replica borrow(Device device, ReplicaSpec spec) {
    Deque<Replica> replicas = idle(device);
    synchronized (replicas) {
      closeOthers(spec, replicas);
      if (!replicas.isEmpty()) {
        return replicas.pop();
      }
    }
    return new Replica(spec);
  }

  private Deque<Replica> idle(Device device) {
    return idle.computeIfAbsent(device, key -> new ArrayDeque<>());
  }

  /** Gives back the native memory of the replicas of other runs. */
  private static void closeOthers(ReplicaSpec spec, Deque<Replica> idle) {
    for (Iterator<Replica> replicas = idle.iterator(); replicas.hasNext(); ) {
      Replica replica = replicas.next();
      if (!replica.spec().run().equals(spec.run())) {
        replicas.remove();
        replica.close();
      }
    }
  }

  private void giveBack(Device device, Replica replica) {
    Deque<Replica> replicas = idle(device);
    synchronized (replicas) {
      replicas.push(replica);
    }
  }
}
