// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

/** Derives the seeds of a run's parts from the run's own, so that no two parts share a stream. */
enum Seeds {
  /** The order of a worker's examples: (epoch, worker). */
  ORDER(1),
  /** The noise of a worker's local steps, such as dropout: (epoch, round, worker). */
  NOISE(2),
  /** The training of a member other than the run itself: (member). */
  MEMBER(3);

  private final long purpose;

  Seeds(long purpose) {
    this.purpose = purpose;
  }

  /**
   * The seed for the part that the numbers name. Each number is mixed in by the finalizer of
   * SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014).
   */
  long derive(long seed, long... part) {
    long mixed = mix(mix(seed) + purpose);
    for (long number : part) {
      mixed = mix(mixed + 0x9e3779b97f4a7c15L + number);
    }
    return mixed;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
