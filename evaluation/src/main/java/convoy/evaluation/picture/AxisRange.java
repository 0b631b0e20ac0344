// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.picture;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The part of the number line that an axis shows, and where its ticks stand: at 1, 2 or 5 times a
 * power of ten.
 *
 * @param low the first value shown, less than {@code high}
 * @param high the last value shown
 * @param scale how values become distances
 * @param ticks values from low to high, ascending, about five of them
 * @param step the distance between ticks; on a logarithmic axis, the lowest tick
 */
record AxisRange(double low, double high, Scale scale, List<Double> ticks, double step) {
  private static final int TICKS = 5;

  /**
   * An axis that ends where the data end, for abscissas.
   *
   * @param low the smallest value, finite and at most 1e100 in size
   * @param high the largest value, likewise, not less than low
   */
  static AxisRange tight(double low, double high, Scale scale) {
    double[] ends = apart(low, high, scale == Scale.WHOLE ? 1 : 0);
    double step = step(ends[1] - ends[0], scale);
    return new AxisRange(ends[0], ends[1], scale, multiples(ends[0], ends[1], step), step);
  }

  /**
   * An axis that ends at ticks around the data, for values; a linear one begins at zero when the
   * data come near it.
   *
   * @param low the smallest value, finite and at most 1e100 in size; 1e-100 or more if logarithmic
   * @param high the largest value, likewise, not less than low
   */
  static AxisRange rounded(double low, double high, Scale scale) {
    if (scale == Scale.LOGARITHMIC) {
      return logarithmic(low, high);
    }
    boolean nearZero = low > 0 && low < 0.4 * high;
    double[] ends = apart(nearZero ? 0 : low, high, scale == Scale.WHOLE ? 1 : 0);
    if (scale == Scale.PERCENT && low >= 0 && high <= 100) {
      ends[1] = Math.min(100, ends[1]);
    }
    double step = step(ends[1] - ends[0], scale);
    double first = Math.floor(ends[0] / step + 1e-9) * step;
    double last = Math.ceil(ends[1] / step - 1e-9) * step;
    return new AxisRange(first, last, scale, multiples(first, last, step), step);
  }

  /** Where a value stands, from 0 at low to 1 at high. */
  double position(double value) {
    return scale == Scale.LOGARITHMIC
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** A tick's text: decimals as the step needs them, {@code 20k} for thousands, {@code 1e-5}. */
  String label(double tick) {
    if (Math.abs(tick) < 1e-100) {
      return "0";
    }
    double unit = scale == Scale.LOGARITHMIC ? tick : step;
    double largest = Math.max(Math.abs(low), Math.abs(high));
    if (unit < 0.9e-4 || largest >= 1e12) {
      return scientific(tick);
    }
    if ((scale == Scale.LOGARITHMIC ? tick : largest) >= 10_000) {
      return thousands(tick);
    }
    return plain(tick, unit);
  }

  /** Ends that are far enough apart to be told from each other in doubles. */
  private static double[] apart(double low, double high, double leastGap) {
    double largest = Math.max(Math.abs(low), Math.abs(high));
    if (largest < 1e-90) {
      return new double[] {0, 1};
    }
    if (high - low > 1e-6 * largest && high - low >= leastGap) {
      return new double[] {low, high};
    }
    double wider = Math.min(0, 2 * low);
    return new double[] {wider, Math.max(wider + leastGap, Math.max(0, 2 * high))};
  }

  private static double step(double range, Scale scale) {
    double rough = range / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double factor = rough / power - 1e-9;
    double nice = power * (factor > 5 ? 10 : factor > 2 ? 5 : factor > 1 ? 2 : 1);
    return scale == Scale.WHOLE ? Math.max(1, nice) : nice;
  }

  private static List<Double> multiples(double low, double high, double step) {
    List<Double> ticks = new ArrayList<>();
    double first = Math.ceil(low / step - 1e-9);
    long count = (long) Math.floor(high / step - first + 1e-9);
    for (long i = 0; i <= count; i++) {
      ticks.add((first + i) * step);
    }
    return ticks;
  }

  private static AxisRange logarithmic(double low, double high) {
    int first = (int) Math.floor(Math.log10(low) + 1e-9);
    int last = Math.max(first + 1, (int) Math.ceil(Math.log10(high) - 1e-9));
    int every = (last - first + TICKS) / (TICKS + 1);
    boolean fewDecades = last - first <= 2;
    List<Double> ticks = new ArrayList<>();
    for (int decade = first; decade <= last; decade += every) {
      double power = Double.parseDouble("1e" + decade);
      ticks.add(power);
      if (fewDecades && decade < last) {
        ticks.add(2 * power);
        ticks.add(5 * power);
      }
    }
    double from = Double.parseDouble("1e" + first);
    return new AxisRange(
        from, Double.parseDouble("1e" + last), Scale.LOGARITHMIC, List.copyOf(ticks), from);
  }

  private static String scientific(double tick) {
    return String.format(Locale.ROOT, "%.1e", tick)
        .replace(".0e", "e")
        .replaceFirst("e([+-])0", "e$1")
        .replace("e+", "e");
  }

  private String thousands(double tick) {
    // Ticks of one axis share a unit where they are of one size; powers of ten are not.
    double largest =
        scale == Scale.LOGARITHMIC ? 10 * tick : Math.max(Math.abs(low), Math.abs(high));
    double unit = largest >= 1e10 ? 1e9 : largest >= 1e7 ? 1e6 : 1e3;
    String suffix = largest >= 1e10 ? "G" : largest >= 1e7 ? "M" : "k";
    return plain(tick / unit, (scale == Scale.LOGARITHMIC ? tick : step) / unit) + suffix;
  }

  private static String plain(double value, double unit) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(unit) + 1e-9));
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
