// SPDX-License-Identifier: Apache-2.0
package convoy.training.monitor;

import java.util.Locale;

/**
 * Something that went wrong while a run was trained, and did not end it.
 *
 * @param time in UTC, to the second
 * @param round the last that was over, 0 before the first
 * @param kind of fault
 * @param detail a line that says more; empty where there is no more to say
 */
public record Fault(String time, int round, Kind kind, String detail) {
  /** What can go wrong. */
  public enum Kind {
    /** Training was broken off, and went on later. */
    RESUMED,
    /** A checkpoint could not be read, and the one before was used. */
    CHECKPOINT_DAMAGED,
    /** An executor was lost, with what it had in memory. */
    EXECUTOR_LOST,
    /** A task failed, and was tried again. */
    TASK_FAILED,
    /** A task was so slow that its speculative copy ended first. */
    COPY_WON;

    /** The name as people read it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
