// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.BoxMuller;
import convoy.preprocessing.ExampleKey;

/**
 * The random numbers of one augmentation of one example in one epoch. They are a function of (seed,
 * augmentation, epoch, example) and of nothing else: not of the worker, the minibatch, the order,
 * or what other augmentations drew.
 *
 * <p>Counter-based: draw number i of a stream is the finalizer of SplitMix64 (Steele, Lea and
 * Flood, Fast Splittable Pseudorandom Number Generators, 2014) at {@code key + i * golden}. One
 * object serves all examples, one after the other; it belongs to one thread.
 */
public final class AugmentRandom {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  private int epoch;
  private long lastingKey;
  private long key;
  private long counter;

  AugmentRandom() {}

  /**
   * The stream of one augmentation in a run.
   *
   * @param occurrence how many of that name come before it in the chain: two of a kind draw
   *     different numbers, and what else is in the chain does not matter
   */
  static long stream(long seed, String augmentation, int occurrence) {
    return mix(mix(mix(seed) + ExampleKey.of(augmentation)) + GOLDEN + occurrence);
  }

  /** Goes to the first draw of an example in an epoch. */
  void begin(long stream, int newEpoch, long exampleKey) {
    epoch = newEpoch;
    lastingKey = mix(stream + GOLDEN + exampleKey);
    key = mix(lastingKey + GOLDEN + newEpoch);
    counter = 0;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private long bits() {
    counter++;
    return mix(key + counter * GOLDEN);
  }

  int epoch() {
    return epoch;
  }

  /** A fair coin that falls the same way for the example in every epoch. */
  boolean lastingCoin() {
    return mix(lastingKey - GOLDEN) < 0;
  }

  /** A fair coin. */
  boolean coin() {
    return bits() < 0;
  }

  /** Uniform in {@code [low, high)}; low where they are equal. */
  double between(double low, double high) {
    return low + (high - low) * ((bits() >>> 11) * TWO_TO_MINUS_53);
  }

  /** Uniform in {@code 0 .. bound - 1}. */
  int below(int bound) {
    return (int) between(0, bound);
  }

  /** Normal, of mean 0 and variance 1. */
  double normal() {
    return BoxMuller.normal(between(0, 1), between(0, 1));
  }
}
