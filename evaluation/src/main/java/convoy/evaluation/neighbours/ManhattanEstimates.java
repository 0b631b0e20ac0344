// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import java.util.Arrays;

/**
 * Sums of absolute differences, in loops that the compiler turns into vector instructions: one
 * value of a query against the same dimension of all examples of a tile, side by side.
 *
 * <p>Of bytes they are exact: over 1,024 dimensions a sum is an integer of at most {@code 1024 *
 * 255 < 2^18}, which fp32 holds, and the pieces are added in fp64. Integers would take vectors of
 * the same width, so floats serve both.
 *
 * <p>Of floats, n = 1,024 differences, each rounded once, and their sum in fp32 are between {@code
 * 1 - g} and {@code 1 + g} times the sum of the exact differences, with {@code g = (n + 1) u / (1 -
 * (n + 1) u)} and {@code u = 2^-24}, because no term is negative (Higham, Accuracy and Stability of
 * Numerical Algorithms, 2002, section 4.2). {@link #least} allows for that, for the rounding of
 * fp64, and for differences below 2^-126 flushed to 0.
 */
final class ManhattanEstimates implements Estimates {
  /** Long rows: a vector loop begins and ends with a few scalar steps. */
  private static final int TILE = 1024;

  private static final int BATCH = 64;

  /** Dimensions whose rows of the tile stay in the first caches while queries go by. */
  private static final int PANEL = 16;

  /** Values of a query taken at a time: a sum is loaded and stored once for so many. */
  private static final int GROUP = 2;

  /** A bit more than (n + 1) u / (1 - (n + 1) u). */
  private static final double SUM_ERROR = 1.01 * (PIECE + 1) * FP32;

  private final int dimension;

  /** A multiple of {@link #GROUP}; dimensions beyond the last are 0 in queries and examples. */
  private final int padded;

  private final float[] queries;

  /**
   * {@code [padded, TILE]}, an array a dimension: HotSpot vectorises a loop over several arrays
   * with one index, but not one over an array with several offsets.
   */
  private final float[][] examples;

  private int loaded;
  private float[][] sums = new float[0][];

  ManhattanEstimates(Vectors queries) {
    this.dimension = queries.dimension();
    this.padded = Math.multiplyExact((dimension - 1) / GROUP + 1, GROUP);
    this.queries = new float[Math.multiplyExact(queries.count(), padded)];
    this.examples = new float[padded][TILE];
    for (int query = 0; query < queries.count(); query++) {
      queries.copy(query, this.queries, query * padded);
    }
  }

  @Override
  public int tile() {
    return TILE;
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public void load(Vectors from, int first, int end) {
    loaded = end - first;
    float[] row = new float[dimension];
    for (int i = 0; i < loaded; i++) {
      from.copy(first + i, row, 0);
      for (int d = 0; d < dimension; d++) {
        examples[d][i] = row[d];
      }
    }
  }

  @Override
  public void compute(int from, int to, double[] into) {
    Arrays.fill(into, 0, (to - from) * loaded, 0);
    if (sums.length < to - from) {
      sums = new float[to - from][TILE];
    }
    for (int first = 0; first < padded; first += PIECE) {
      int end = Math.min(first + PIECE, padded);
      for (int panel = first; panel < end; panel += PANEL) {
        addPanel(from, to, panel, Math.min(panel + PANEL, end));
      }
      for (int query = 0; query < to - from; query++) {
        for (int i = 0; i < loaded; i++) {
          into[query * loaded + i] += sums[query][i];
        }
        Arrays.fill(sums[query], 0);
      }
    }
  }

  private void addPanel(int from, int to, int first, int end) {
    for (int query = from; query < to; query++) {
      float[] into = sums[query - from];
      for (int d = first; d < end; d += GROUP) {
        int at = query * padded + d;
        addDifferences(queries[at], queries[at + 1], examples[d], examples[d + 1], into, loaded);
      }
    }
  }

  /**
   * Adds the absolute differences in two dimensions. The loop becomes vector instructions only in a
   * method of its own whose arguments are the values and the arrays that it is about: taken out of
   * larger arrays here, or with four dimensions, it stays scalar, which is ten times as slow.
   *
   * @param first the query's value in one dimension
   * @param second in the other
   * @param firsts the examples' values in the one dimension
   * @param seconds in the other
   * @param sums one an example
   */
  private static void addDifferences(
      float first, float second, float[] firsts, float[] seconds, float[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += Math.abs(first - firsts[i]) + Math.abs(second - seconds[i]);
    }
  }

  @Override
  public double least(int query, int example, double estimate) {
    if (!Double.isFinite(estimate)) {
      return Double.NEGATIVE_INFINITY;
    }
    return estimate * (1 - SUM_ERROR - 8 * (dimension + 8.0) * FP64) - dimension * 0x1p-122;
  }

  @Override
  public void close() {
    // Nothing outside the heap.
  }
}
