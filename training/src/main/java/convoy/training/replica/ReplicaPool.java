// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps an executor's replicas from one round to the next, because building one takes longer than a
 * short round. A cache and no more: a replica that is borrowed gets all its state from the task, so
 * that it does not matter which one it is, or whether it is new. Tasks that run at the same time
 * never share one. The replicas that the newest task asks for are kept, those of others let go.
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
    return on(TaskDevice.bind(), spec, task);
  }

  /** The same with a replica of each of several networks, in their order. */
  public static <T> T withEach(List<ReplicaSpec> specs, Function<List<Replica>, T> task) {
    return OF_THIS_PROCESS.with(TaskDevice.bind(), specs, task);
  }

  /** The same on a device that the thread is bound to. */
  static <T> T on(Device device, ReplicaSpec spec, Function<Replica, T> task) {
    return OF_THIS_PROCESS.with(device, List.of(spec), replicas -> task.apply(replicas.get(0)));
  }

  private <T> T with(Device device, List<ReplicaSpec> specs, Function<List<Replica>, T> task) {
    if (!device.isGpu()) {
      return lend(device, specs, task);
    }
    ReentrantLock gpu = gpus.computeIfAbsent(device, key -> new ReentrantLock());
    gpu.lock();
    try {
      return lend(device, specs, task);
    } finally {
      gpu.unlock();
    }
  }

  private <T> T lend(Device device, List<ReplicaSpec> specs, Function<List<Replica>, T> task) {
    List<Replica> lent = new ArrayList<>();
    boolean done = false;
    try {
      closeOthers(specs, idle(device));
      specs.forEach(spec -> lent.add(borrow(device, spec)));
      NativeThreads.useOne();
      T result = task.apply(List.copyOf(lent));
      done = true;
      return result;
    } finally {
      if (done) {
        giveBack(device, lent);
      } else {
        lent.forEach(Replica::close); // in whatever state they are
      }
    }
  }

  private Replica borrow(Device device, ReplicaSpec spec) {
    Deque<Replica> replicas = idle(device);
    synchronized (replicas) {
      for (Replica replica : replicas) {
        if (replica.spec().run().equals(spec.run())) {
          replicas.remove(replica);
          return replica;
        }
      }
    }
    return new Replica(spec);
  }

  private Deque<Replica> idle(Device device) {
    return idle.computeIfAbsent(device, key -> new ArrayDeque<>());
  }

  /** Gives back the native memory of the replicas of other runs. */
  private static void closeOthers(List<ReplicaSpec> specs, Deque<Replica> idle) {
    List<String> runs = specs.stream().map(ReplicaSpec::run).toList();
    synchronized (idle) {
      for (Iterator<Replica> replicas = idle.iterator(); replicas.hasNext(); ) {
        Replica replica = replicas.next();
        if (!runs.contains(replica.spec().run())) {
          replicas.remove();
          replica.close();
        }
      }
    }
  }

  private void giveBack(Device device, List<Replica> lent) {
    Deque<Replica> replicas = idle(device);
    synchronized (replicas) {
      lent.forEach(replicas::push);
    }
  }
}
