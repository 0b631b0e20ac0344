// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

/**
 * The Java heap that the exact covariance of images of d values takes, in bytes. A sum of products
 * is a triangle of {@code 4 d^2} bytes, the covariance and the eigenvectors are squares of {@code 8
 * d^2} bytes each; everything else is small beside them.
 *
 * @param values of an image: d
 */
public record CovarianceMemory(int values) {
  /** A task's triangle, the two serialized forms of it, and the triangle that is read back. */
  private static final int TRIANGLES_OF_A_TASK = 4;

  /** The sums, the covariance, and the copy of it that becomes the eigenvectors. */
  private static final int TRIANGLES_TO_DRAW = 5;

  /** The share of a heap that is left to everything else. */
  private static final double SPARE = 0.1;

  /** Where sums become statistics, which one task can feed. */
  public long least() {
    return (long) (TRIANGLES_TO_DRAW * triangle() / (1 - SPARE));
  }

  /**
   * How many tasks can sum at the same time, in the heap that also draws the statistics.
   *
   * @param heap in bytes
   * @param slots tasks that could run at the same time
   * @return from 1 to slots
   */
  public int tasks(long heap, int slots) {
    double fit = heap * (1 - SPARE) / (TRIANGLES_OF_A_TASK * triangle());
    return (int) Math.max(1, Math.min(slots, fit));
  }

  private double triangle() {
    return 4.0 * values * values;
  }
}
