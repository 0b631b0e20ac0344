// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

/**
 * Which samples of a row (or column), and how much of each, make up a stretch of its resized copy.
 * Shrinking averages the area that a new pixel covers, edges by the share that is covered;
 * enlarging interpolates linearly between pixel centres, and repeats the outermost pixel beyond the
 * last centre. Weights of a new pixel add up to 1.
 */
final class Resampling {
  private final int[] first;
  private final float[][] weights;

  private Resampling(int count) {
    first = new int[count];
    weights = new float[count][];
  }

  /**
   * The part {@code from} to {@code from + count} of {@code length} samples resized to {@code
   * resized}.
   */
  static Resampling of(int length, long resized, long from, int count) {
    Resampling resampling = new Resampling(count);
    for (int i = 0; i < count; i++) {
      if (resized <= length) {
        resampling.cover(i, from + i, length, resized);
      } else {
        resampling.interpolate(i, from + i, length, resized);
      }
    }
    return resampling;
  }

  /** How many new samples there are. */
  int count() {
    return first.length;
  }

  /** The first sample that a new one is made of. */
  int first(int index) {
    return first[index];
  }

  /** How much of that sample and of those after it. */
  float[] weights(int index) {
    return weights[index];
  }

  /** In units of 1 / resized of a sample a new pixel covers [i * length, (i + 1) * length). */
  private void cover(int at, long pixel, long length, long resized) {
    long begin = pixel * length;
    long end = begin + length;
    int firstSample = (int) (begin / resized);
    int lastSample = (int) ((end - 1) / resized);
    first[at] = firstSample;
    weights[at] = new float[lastSample - firstSample + 1];
    for (int sample = firstSample; sample <= lastSample; sample++) {
      long overlap = Math.min(end, (sample + 1) * resized) - Math.max(begin, sample * resized);
      weights[at][sample - firstSample] = (float) ((double) overlap / length);
    }
  }

  /** The centre of new pixel i lies at (i + 1/2) * length / resized - 1/2 between old centres. */
  private void interpolate(int at, long pixel, long length, long resized) {
    double centre = (2 * pixel + 1) * length / (2.0 * resized) - 0.5;
    double within = Math.max(0, Math.min(length - 1.0, centre));
    int below = (int) within;
    float share = (float) (within - below);
    first[at] = below;
    weights[at] = share == 0 ? new float[] {1} : new float[] {1 - share, share};
  }
}
