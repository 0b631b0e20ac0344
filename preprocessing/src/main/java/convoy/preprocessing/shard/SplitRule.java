// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Split;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Decides an example's split and its place among the shards from (seed, id) alone, so that adding
 * examples, executors or shards moves no one.
 *
 * @param seed another seed gives another split and another order
 * @param validation share of the training pool that is held out for validation, in [0, 1)
 */
public record SplitRule(long seed, double validation) implements Serializable {
  /**
   * @throws BadInputException if the share is out of range
   */
  public SplitRule {
    if (!(validation >= 0 && validation < 1)) {
      throw new BadInputException(
          "shard.validation = %s is out of range: a share from 0 to below 1 of the training pool"
              .formatted(validation));
    }
  }

  /**
   * The example's place in the order of its split: the first 8 bytes of SHA-256(seed, id), to be
   * compared as a signed number.
   */
  public long key(String id) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
    return ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  /**
   * The split of an example.
   *
   * @param key of the example, from {@link #key}
   * @param officialTest whether the authors of the data set put it in their test set
   */
  public Split split(long key, boolean officialTest) {
    if (officialTest) {
      return Split.TEST;
    }
    double uniform = ((key >>> 11) * 0x1.0p-53);
    return uniform < validation ? Split.VALIDATION : Split.TRAIN;
  }
}
