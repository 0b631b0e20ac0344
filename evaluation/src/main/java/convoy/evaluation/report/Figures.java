// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import java.util.Locale;

/**
 * Numbers as a reader likes them; one that is NaN or infinite is a dash. A number and its unit are
 * joined by a space that does not break.
 */
final class Figures {
  static final String DASH = "–";

  private Figures() {}

  /** A share of 0 to 1 as {@code 93.14 %}. */
  static String percent(double share) {
    return format("%.2f\u00a0%%", 100 * share);
  }

  /** A number with that many decimals and commas at the thousands; a dash if it is not finite. */
  static String decimal(double value, int decimals) {
    return format("%,." + decimals + "f", value);
  }

  /** A number with four significant digits, with an exponent where it is very small or large. */
  static String significant(double value) {
    return format("%.4g", value);
  }

  /** As {@link #significant}, with three digits, for tables with many columns. */
  static String brief(double value) {
    return format("%.3g", value);
  }

  /** A count with commas at the thousands. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A duration as {@code 0.43 s}, {@code 12.3 s}, {@code 4 min 05 s} or {@code 1 h 02 min}. */
  static String duration(double seconds) {
    if (!(Math.abs(seconds) < 1e12)) {
      return DASH;
    }
    if (seconds < 59.95) {
      return format(seconds < 9.995 ? "%.2f\u00a0s" : "%.1f\u00a0s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d\u00a0min %02d\u00a0s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%,d\u00a0h %02d\u00a0min", whole / 3600, whole / 60 % 60);
  }

  private static String format(String pattern, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, pattern, value) : DASH;
  }
}
