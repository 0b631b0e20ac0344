// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;

/**
 * How shards are written.
 *
 * @param count shards of each split; 0 for one for every 128 MB of images
 * @param maxRejected share of the examples, 0 to 1, that may be unusable before the job fails
 * @param dropLeaks whether training examples whose very image is in another split are left out
 * @param intake what is done to images on their way
 */
public record ShardOptions(int count, double maxRejected, boolean dropLeaks, Intake intake) {
  /** Bytes of images in a shard when the number of shards is left to Convoy. */
  private static final long SHARD_BYTES = 128L << 20;

  /** One in a thousand may be rejected. */
  public static final ShardOptions DEFAULT = new ShardOptions(0, 0.001, false, Intake.AS_THEY_CAME);

  /**
   * @throws BadInputException if the share is out of range
   */
  public ShardOptions {
    if (!(maxRejected >= 0 && maxRejected <= 1)) {
      throw new BadInputException(
          "shard.maxRejected = %s is out of range: a share from 0 to 1 of the examples"
              .formatted(maxRejected));
    }
  }

  /** How many shards a split with so many bytes of images gets. */
  int shards(long bytes) {
    return count > 0
        ? count
        : Math.toIntExact(Math.max(1, (bytes + SHARD_BYTES - 1) / SHARD_BYTES));
  }
}
