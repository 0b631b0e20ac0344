// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.Serializable;
import java.util.List;

/**
 * Consecutive examples of one split, wherever shards begin and end among them.
 *
 * @param pieces in the order of the examples; none for an empty range
 */
public record ShardRange(List<Piece> pieces) implements Serializable {
  /**
   * The rows {@code from} to {@code to} (exclusive) of one shard.
   *
   * @param path URI of the shard's file
   * @param rows that the shard has in all
   */
  record Piece(String path, long from, long to, long rows) implements Serializable {}

  /** How many examples the range holds. */
  public long count() {
    return pieces.stream().mapToLong(piece -> piece.to() - piece.from()).sum();
  }
}
