// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

/**
 * The distances from many queries to a tile of examples, computed in fp32 and added up in fp64.
 *
 * <p>Of bytes they are the distances themselves. Of floats they carry the rounding of fp32, and
 * {@link #least} says what the distance may be at the least: whoever asks for the nearest computes
 * {@link Distance#between} of those examples alone that this does not rule out. Holds memory
 * outside the heap: to be closed.
 */
sealed interface Estimates extends AutoCloseable permits EuclideanEstimates, ManhattanEstimates {
  /** Dimensions whose terms are added in fp32 before the sum goes on in fp64. */
  int PIECE = 1024;

  /** Unit roundoff of fp32. */
  double FP32 = 0x1p-24;

  /** Unit roundoff of fp64. */
  double FP64 = 0x1p-53;

  /** The most examples of a tile. */
  int tile();

  /** The most queries to be compared with a tile at a time. */
  int batch();

  /** Takes the examples from {@code from} to before {@code to} as the tile. */
  void load(Vectors examples, int from, int to);

  /**
   * Computes.
   *
   * @param from the first query
   * @param to the query after the last
   * @param into receives {@code [to - from, examples in the tile]}
   */
  void compute(int from, int to, double[] into);

  /**
   * What {@link Distance#between} gives at the least.
   *
   * @param query its number
   * @param example its place in the tile
   * @param estimate of their distance
   * @return at most that; negative infinity where fp32 may have overflowed
   */
  double least(int query, int example, double estimate);

  @Override
  void close();
}
