// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that fills something beside its place, as the name of that tells it.
 *
 * @param pid on its host
 * @param startSeconds when it was started, in seconds since 1970; 0 where the system does not say
 * @param host its name
 */
record WritingProcess(long pid, long startSeconds, String host) {
  private static final Pattern CODE = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\S+)");
  private static final String UNKNOWN = "unknown";

  /** Names that two machines may share. */
  private static final Set<String> NAMES_OF_ANY_HOST = Set.of(UNKNOWN, "localhost");

  /** The system's clock may be set while a process runs, and moves its start with it. */
  private static final long CLOCK_SECONDS = 60;

  static WritingProcess current() {
    return of(ProcessHandle.current());
  }

  /** A process on this host. */
  static WritingProcess of(ProcessHandle process) {
    return new WritingProcess(process.pid(), start(process), thisHost());
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
  }

  private static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^\\w.-]", "_");
    } catch (UnknownHostException e) {
      return UNKNOWN;
    }
  }

  /** What {@link #code} wrote; nothing for what it did not. */
  static Optional<WritingProcess> parse(String code) {
    Matcher parts = CODE.matcher(code);
    return parts.matches()
        ? Optional.of(
            new WritingProcess(
                Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), parts.group(3)))
        : Optional.empty();
  }

  /** A part of a file's name. */
  String code() {
    return pid + "-" + startSeconds + "-" + host;
  }

  /** For people. */
  String description() {
    return "process %s on %s".formatted(pid, host);
  }

  /** Whether it is known to have ended; of a process on another host nothing is known. */
  boolean isDead() {
    return host.equals(thisHost())
        && !NAMES_OF_ANY_HOST.contains(host)
        && ProcessHandle.of(pid).filter(this::isStill).isEmpty();
  }

  /** Systems give the number of a process that ended to another one. */
  private boolean isStill(ProcessHandle process) {
    long start = start(process);
    boolean known = start > 0 && startSeconds > 0;
    return process.isAlive() && (!known || Math.abs(start - startSeconds) < CLOCK_SECONDS);
  }
}
