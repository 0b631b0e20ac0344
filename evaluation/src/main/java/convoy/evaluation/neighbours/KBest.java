// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The k nearest of the examples seen so far, for each of some queries: an aggregate of {@link
 * #zero}, {@link #add} and {@link #merge}.
 *
 * <p>The nearer example is first; of equally near ones, that of the lower index. This order is
 * total and what is kept is sorted by it, so any order, any split into partitions and any tree of
 * merges gives the same answer, provided that each example is added once.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class KBest implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int k;

  /** Query q has its first neighbour at q k; ascending, {@link #sizes} of them. */
  private final double[] distances;

  private final int[] indices;
  private final int[] sizes;

  private KBest(int queries, int k) {
    this.k = k;
    this.distances = new double[Math.multiplyExact(queries, k)];
    this.indices = new int[distances.length];
    this.sizes = new int[queries];
  }

  /**
   * The neighbours among no examples.
   *
   * @param queries 0 or more
   * @param k most neighbours of a query, at least 1
   * @throws IllegalArgumentException outside these ranges
   * @throws ArithmeticException if {@code queries * k} is above 2^31 - 1
   */
  public static KBest zero(int queries, int k) {
    if (queries < 0 || k < 1) {
      throw new IllegalArgumentException(
          "there are 0 or more queries and 1 or more neighbours, not %s and %s"
              .formatted(queries, k));
    }
    return new KBest(queries, k);
  }

  /**
   * Adds one example for one query.
   *
   * @param distance 0 or more; infinity is the farthest
   * @param index of the example
   * @return these neighbours
   * @throws IllegalArgumentException if the distance is negative or NaN
   */
  public KBest add(int query, double distance, int index) {
    if (!(distance >= 0)) {
      throw new IllegalArgumentException("a distance is 0 or more, not " + distance);
    }
    insert(query, distance, index);
    return this;
  }

  /** Whether the example is among the nearest now. */
  private boolean insert(int query, double distance, int index) {
    int begin = query * k;
    int place = begin + sizes[query];
    while (place > begin && isBefore(distance, index, place - 1)) {
      place--;
    }
    if (place == begin + k) {
      return false;
    }
    int moved = begin + Math.min(sizes[query], k - 1) - place;
    System.arraycopy(distances, place, distances, place + 1, moved);
    System.arraycopy(indices, place, indices, place + 1, moved);
    distances[place] = distance;
    indices[place] = index;
    sizes[query] = Math.min(sizes[query] + 1, k);
    return true;
  }

  private boolean isBefore(double distance, int index, int place) {
    return distance < distances[place] || (distance == distances[place] && index < indices[place]);
  }

  /**
   * Adds the neighbours of the same queries among other examples, which stay as they are.
   *
   * @return these neighbours
   * @throws IllegalArgumentException if queries or k differ in number
   */
  public KBest merge(KBest other) {
    if (other.k != k || other.sizes.length != sizes.length) {
      throw new IllegalArgumentException(
          "%s neighbours of %s queries do not merge with %s of %s"
              .formatted(k, sizes.length, other.k, other.sizes.length));
    }
    for (int query = 0; query < sizes.length; query++) {
      int place = query * k;
      int end = place + other.sizes[query];
      while (place < end && insert(query, other.distances[place], other.indices[place])) {
        place++;
      }
    }
    return this;
  }

  /** A farther example is not among the nearest of a query: infinity while there are below k. */
  public double bound(int query) {
    return sizes[query] < k ? Double.POSITIVE_INFINITY : distances[query * k + k - 1];
  }

  /** How many queries there are. */
  public int queries() {
    return sizes.length;
  }

  /** How many neighbours a query has: k, or all examples if they are fewer. */
  public int size(int query) {
    return sizes[query];
  }

  /** The indices of a query's neighbours, the nearest first; {@link #size} of them. */
  public int[] indices(int query) {
    return Arrays.copyOfRange(indices, query * k, query * k + sizes[query]);
  }

  /** The distances of a query's neighbours, ascending; {@link #size} of them. */
  public double[] distances(int query) {
    return Arrays.copyOfRange(distances, query * k, query * k + sizes[query]);
  }

  /** Whether the same queries have the same neighbours at the same distances, to the last bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KBest that
        && k == that.k
        && Arrays.equals(sizes, that.sizes)
        && Arrays.equals(indices, that.indices)
        && Arrays.equals(distances, that.distances);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(indices) * 31 + Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return "the %s nearest of %s queries".formatted(k, sizes.length);
  }
}
