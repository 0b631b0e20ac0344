// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** What lives as long as a Spark task does. */
final class TaskScope {
  private TaskScope() {}

  /**
   * Closes something when the task that calls this ends, however it ends: one that fails half way
   * never comes to the last element of an iterator.
   *
   * @param open may be closed more than once
   */
  static <T extends AutoCloseable> T closedWithItsTask(T open) {
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close(open));
    return open;
  }

  private static void close(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      throw new IllegalStateException("cannot close what a task had open", e);
    }
  }
}
