// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.BadInputException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Decides an example's split from (seed, id) alone, so that adding examples, executors or shards
 * moves no one.
 *
 * @param seed another seed gives another split and another order
 * @param validation share of the training pool that is held out for validation, in [0, 1)
 * @param stratified whether the share is held out of every class exactly, give or take half an
 *     example; each example added to a class may then move one across its boundary
 */
public record SplitRule(long seed, double validation, boolean stratified) implements Serializable {
  /** Random bits of a key that the share is compared with. */
  private static final int BITS = 53;

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

  /** The rule that is not stratified. */
  public SplitRule(long seed, double validation) {
    this(seed, validation, false);
  }

  /**
   * The example's number in the lottery: the first 8 bytes of SHA-256(seed, id). Compared as an
   * unsigned number for the split, as a signed one for the order within it.
   */
  public long key(String id) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
    return ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  /**
   * The first key, unsigned, of each class that trains; smaller ones are held out.
   *
   * @param keys by class, those of all examples in the training pool
   */
  long[] firstTrainingKeys(long[][] keys) {
    long[] first = new long[keys.length];
    if (stratified) {
      Arrays.setAll(first, label -> keyAtShare(keys[label]));
    } else {
      Arrays.fill(first, (long) Math.ceil(validation * (1L << BITS)) << (Long.SIZE - BITS));
    }
    return first;
  }

  private long keyAtShare(long[] keys) {
    if (keys.length == 0) {
      return 0;
    }
    // Flipping the first bit sorts unsigned numbers as signed ones.
    long[] sorted = Arrays.stream(keys).map(key -> key ^ Long.MIN_VALUE).sorted().toArray();
    int held = (int) Math.min(Math.round(validation * keys.length), keys.length - 1L);
    return sorted[held] ^ Long.MIN_VALUE;
  }
}
