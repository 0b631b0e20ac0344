// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

/**
 * How examples are split and written: the keys {@code shard.*}.
 *
 * @param validation share of the training pool that is set apart for validation, in {@code [0, 1)}
 * @param count shards of each split; 0 is one for every 64 MB of images, at least one
 */
public record ShardConfig(double validation, int count) {
  /**
   * Checks both.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public ShardConfig {
    Legal.zeroToBelow(1, "share of the training pool").check("shard.validation", validation);
    Legal.wholeNumbers(0, 1_000_000, "shards a split").check("shard.count", (long) count);
  }
}
