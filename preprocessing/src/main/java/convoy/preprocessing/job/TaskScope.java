// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.job;

import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.util.TaskCompletionListener;

/** What lives as long as a Spark task does, and no longer. */
public final class TaskScope {
  private TaskScope() {}

  /**
   * Closes something when the task that calls this ends, however it ends: one that fails half way
   * never comes to the last element of an iterator.
   *
   * @param open may be closed more than once
   */
  public static <T extends AutoCloseable> T closedWithItsTask(T open) {
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close(open));
    return open;
  }

  /**
   * Ends the task that calls this where its job is over; outside of a task it does nothing. Loops
   * of a task that Spark does not see call it once an example or a local step.
   *
   * @throws TaskKilledException if the task was killed
   */
  public static void requireWanted() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException();
    }
  }

  private static void close(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      throw new IllegalStateException("cannot close what a task had open", e);
    }
  }
}
