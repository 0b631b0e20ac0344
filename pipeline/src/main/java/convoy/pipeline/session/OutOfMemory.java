// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An end of memory, found in what a command failed with.
 *
 * @param what ran out, and where
 * @param change that gives more of it, as an imperative
 */
public record OutOfMemory(String what, String change) {
  /** The reason for cancelling a job whose result can no longer arrive. */
  static final String CANCELLED = "OutOfMemoryError in a thread of Spark: ";

  private static final double GIBIBYTE = 1L << 30;

  /** Spark's executors end so when theirs runs out, Linux ends them so when the machine's does. */
  private static final Pattern EXECUTOR_ENDED =
      Pattern.compile("(?s).*[Ee]xit(?:ed with)? ?(?:code|status):? (?:52|137)\\b.*");

  /** The end of memory among the causes of an error; Spark wraps what an executor threw. */
  public static Optional<OutOfMemory> in(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof OutOfMemoryError) {
        return Optional.of(of(message));
      }
      int cancelled = message.indexOf(CANCELLED);
      if (cancelled >= 0) {
        return Optional.of(of(message.substring(cancelled + CANCELLED.length())));
      }
      if (EXECUTOR_ENDED.matcher(message).matches()) {
        return Optional.of(
            new OutOfMemory(
                "an executor ran out of memory",
                "give executors more (spark.executor.memory and spark.executor.memoryOverhead)"));
      }
    }
    return Optional.empty();
  }

  private static OutOfMemory of(String detail) {
    String first = detail.lines().findFirst().orElse("");
    if (first.contains("native thread")) {
      return new OutOfMemory(
          "no more threads can be started (%s)".formatted(first),
          "raise the limit of processes (ulimit -u)");
    }
    return new OutOfMemory(
        String.format(
            Locale.ROOT,
            "out of memory (%s; the Java heap of the driver has %.1f GiB)",
            first,
            Runtime.getRuntime().maxMemory() / GIBIBYTE),
        "give more (CONVOY_MEMORY=8g, --driver-memory and --executor-memory of spark-submit)");
  }
}
