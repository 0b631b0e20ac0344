// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

import org.bytedeco.javacpp.BytePointer;

/** Native memory for intermediate values, one piece a thread, as large as the largest need yet. */
final class Scratchpad {
  private static final ThreadLocal<BytePointer> OF_THREAD =
      ThreadLocal.withInitial(() -> new BytePointer(0L));

  private Scratchpad() {}

  /** At least so many bytes of the calling thread, of any content. */
  static BytePointer atLeast(long bytes) {
    BytePointer memory = OF_THREAD.get();
    if (memory.capacity() < bytes) {
      OF_THREAD.remove();
      memory.close();
      memory = new BytePointer(bytes);
      OF_THREAD.set(memory);
    }
    return memory;
  }
}
