// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * The most memory that this process holds while something runs: heap from the peaks that the JVM
 * keeps for its pools, everything from the operating system, looked at every 10 milliseconds.
 */
final class MemoryWatch implements AutoCloseable {
  private static final int PERIOD_MILLIS = 10;

  private final AtomicLong resident = new AtomicLong();
  private final AtomicLong beyondHeap = new AtomicLong();
  private final Thread watcher = new Thread(this::watch, "memory-watch");
  private volatile boolean closed;

  /** Collects garbage, forgets earlier peaks and begins to look. */
  MemoryWatch() {
    Runtime.getRuntime().gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    watcher.setDaemon(true);
    watcher.start();
  }

  private void watch() {
    while (!closed) {
      look();
      try {
        Thread.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look() {
    long all = Pointer.physicalBytes();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    resident.accumulateAndGet(all, Math::max);
    beyondHeap.accumulateAndGet(all - heap, Math::max);
  }

  MemoryPeaks peaks() {
    look();
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum();
    return new MemoryPeaks(
        Math.min(heap, Runtime.getRuntime().maxMemory()), beyondHeap.get(), resident.get());
  }

  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
  }
}
