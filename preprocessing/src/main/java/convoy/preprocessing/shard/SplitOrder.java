// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;

/**
 * The order of one split's examples and its cut into shards of equal size, give or take one
 * example. Classes are interleaved: the example of rank r by key among the n of its class stands at
 * {@code (r + offset) / n} of the way, so that every stretch of the order, and every shard, holds
 * each class in proportion. The order does not depend on the number of shards.
 */
final class SplitOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** For each class the keys of its examples, ascending. */
  private final long[][] keys;

  /** The first place of each shard. */
  private final Place[] first;

  /**
   * Where an example stands in the order; of equal positions the lower label is first.
   *
   * @param position from 0 to below 1
   */
  record Place(double position, int label) implements Comparable<Place>, Serializable {
    @Override
    public int compareTo(Place other) {
      int order = Double.compare(position, other.position);
      return order != 0 ? order : Integer.compare(label, other.label);
    }
  }

  /**
   * Orders a split.
   *
   * @param keys for each class those of its examples, ascending, none twice; not copied
   * @param shards wanted; a split with fewer examples gets fewer
   */
  SplitOrder(long[][] keys, int shards) {
    this.keys = keys;
    double[] positions = new double[Math.toIntExact(count())];
    int next = 0;
    for (int label = 0; label < keys.length; label++) {
      for (int rank = 0; rank < keys[label].length; rank++) {
        positions[next++] = position(label, rank);
      }
    }
    Arrays.sort(positions);
    int cuts = Math.min(shards, positions.length);
    first = new Place[cuts];
    for (int shard = 0; shard < cuts; shard++) {
      first[shard] = place(positions, (int) ((long) shard * positions.length / cuts));
    }
  }

  /** The place at an index of the order; examples at one position follow each other by label. */
  private Place place(double[] positions, int index) {
    int before = index;
    while (before > 0 && positions[before - 1] == positions[index]) {
      before--;
    }
    int skip = index - before;
    for (int label = 0; label < keys.length; label++) {
      if (holds(label, positions[index]) && skip-- == 0) {
        return new Place(positions[index], label);
      }
    }
    throw new IllegalStateException("no class has an example at position " + positions[index]);
  }

  private boolean holds(int label, double position) {
    int rank = (int) Math.floor(position * keys[label].length);
    for (int near = Math.max(0, rank - 1); near <= rank && near < keys[label].length; near++) {
      if (position(label, near) == position) {
        return true;
      }
    }
    return false;
  }

  private double position(int label, int rank) {
    return (rank + (label + 0.5) / keys.length) / keys[label].length;
  }

  /** How many examples the split has. */
  long count() {
    return Arrays.stream(keys).mapToLong(some -> some.length).sum();
  }

  /** How many shards it is cut into. */
  int shards() {
    return first.length;
  }

  /** Where an example stands; nothing if it is not of this split. */
  Optional<Place> find(int label, long key) {
    int rank = label < keys.length ? Arrays.binarySearch(keys[label], key) : -1;
    return rank < 0 ? Optional.empty() : Optional.of(new Place(position(label, rank), label));
  }

  /** The shard that holds a place, from 0. */
  int shard(Place place) {
    int found = Arrays.binarySearch(first, place);
    return found >= 0 ? found : -found - 2;
  }
}
