// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BoxMuller;
import java.util.SplittableRandom;

/**
 * The random numbers of one synthetic image or point. Only {@code nextLong} of SplittableRandom is
 * used (the published generator SplitMix64), so the numbers do not depend on how a JDK cuts ranges.
 */
final class ImageRandom {
  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  private final SplittableRandom bits;

  /**
   * Seed, set and index are mixed in one after the other, each by a step of SplitMix64: neighbours
   * in any of the three have nothing in common.
   *
   * @param seed of the whole data set
   * @param test whether the image belongs to the test set
   * @param index of the image in its set, from 0
   */
  ImageRandom(long seed, boolean test, long index) {
    bits = new SplittableRandom(mix(mix(mix(seed) + (test ? 1 : 0)) + index));
  }

  private static long mix(long value) {
    return new SplittableRandom(value).nextLong();
  }

  /** Uniform in {@code [low, high)}. */
  double between(double low, double high) {
    return low + (high - low) * ((bits.nextLong() >>> 11) * TWO_TO_MINUS_53);
  }

  /** Uniform in {@code 0 .. bound - 1}. */
  int below(int bound) {
    return (int) between(0, bound);
  }

  /** True with that probability. */
  boolean chance(double probability) {
    return between(0, 1) < probability;
  }

  /** Normal, of mean 0 and variance 1; it never leaves {@code [-8.6, 8.6]}. */
  double normal() {
    return BoxMuller.normal(between(0, 1), between(0, 1));
  }

  /**
   * About normal, of mean 0 and variance 1: the sum of four uniform numbers (Irwin-Hall), which
   * never leaves {@code [-3.47, 3.47]}.
   */
  double aboutNormal() {
    long draw = bits.nextLong();
    long sum = (draw & 0xffff) + (draw >>> 16 & 0xffff) + (draw >>> 32 & 0xffff) + (draw >>> 48);
    // Four numbers in 0 .. 65535: mean 131070, variance (65536^2 - 1) / 3.
    return (sum - 131_070) / 37_837.22702823;
  }
}
