// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.BadInputException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How many more threads this process may start. Spark starts them as it needs them and, where one
 * is refused, waits for ever for what it was to do.
 *
 * @param left threads and processes that may still be started
 * @param limit of them all, those that run included
 * @param by what limits them, for people
 */
record ThreadLimit(long left, long limit, String by) {
  /** A run on two cores was seen to start 230 after this look. */
  static final int BASE = 280;

  /** For every core: a task's thread, its readers and writers, and the collector's. */
  static final int A_CORE = 8;

  private static final ThreadLimit NONE = new ThreadLimit(Long.MAX_VALUE, Long.MAX_VALUE, "");

  /** The nearest of the user's limit and those of control groups. */
  static ThreadLimit of(ProcFiles files) {
    ThreadLimit nearest = ofUser(files);
    for (Path group : files.groups("pids")) {
      OptionalLong limit = files.number(group.resolve("pids.max").toString(), "");
      OptionalLong used = files.number(group.resolve("pids.current").toString(), "");
      if (limit.isPresent() && used.isPresent()) {
        long left = limit.getAsLong() - used.getAsLong();
        if (left < nearest.left()) {
          nearest = new ThreadLimit(left, limit.getAsLong(), "pids.max of a control group");
        }
      }
    }
    return nearest;
  }

  /** The limit counts all threads of the user; root has none. */
  private static ThreadLimit ofUser(ProcFiles files) {
    OptionalLong limit = files.number("proc/self/limits", "Max processes");
    OptionalLong user = files.number("proc/self/status", "Uid:");
    if (limit.isEmpty() || user.isEmpty() || user.getAsLong() == 0) {
      return NONE;
    }
    long left = limit.getAsLong() - files.threadsOf(user.getAsLong());
    return new ThreadLimit(left, limit.getAsLong(), "ulimit -u");
  }

  /**
   * @throws BadInputException if there are too few left for a session on so many cores
   */
  void require(int cores) {
    int needed = BASE + A_CORE * cores;
    if (left < needed) {
      throw new BadInputException(
          "this process may start %s threads more (%s: %s), and Spark takes up to %s on %s core(s);"
                  .formatted(Math.max(0, left), by, limit, needed, cores)
              + " raise that limit by %s, or use fewer cores".formatted(needed - left));
    }
  }
}
