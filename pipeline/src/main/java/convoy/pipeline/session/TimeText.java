// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

/** A time as a person says it. */
public final class TimeText {
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private TimeText() {}

  /** Seconds as {@code 48 s}, {@code 4 min 5 s} or {@code 1 h 2 min}. */
  public static String of(double seconds) {
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + " s";
    }
    return whole < HOUR
        ? "%s min %s s".formatted(whole / MINUTE, whole % MINUTE)
        : "%s h %s min".formatted(whole / HOUR, whole % HOUR / MINUTE);
  }

  /**
   * The time that is left at the speed so far.
   *
   * @param seconds that were needed for what is done, above 0
   * @return as {@link #of}, with {@code left} behind it; empty where the speed says nothing yet
   */
  public static String left(double seconds, long done, long all) {
    return done <= 0 || done >= all ? "" : of(seconds / done * (all - done)) + " left";
  }
}
