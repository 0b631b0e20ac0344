// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The digest of a set of examples, the same in whatever order and parts they are added: the sum,
 * modulo 2^256, of the SHA-256 of each (id, label, shape, encoding, image).
 */
final class ContentDigest implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private BigInteger sum = BigInteger.ZERO;

  void add(Example example) {
    sum = sum.add(new BigInteger(1, sha256(example))).mod(MODULUS);
  }

  void merge(ContentDigest other) {
    sum = sum.add(other.sum).mod(MODULUS);
  }

  /** 64 hexadecimal digits. */
  String hex() {
    return String.format(Locale.ROOT, "%064x", sum);
  }

  private static byte[] sha256(Example example) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    byte[] id = example.id().getBytes(StandardCharsets.UTF_8);
    byte[] encoding = example.encoding().code().getBytes(StandardCharsets.UTF_8);
    digest.update(
        ByteBuffer.allocate(6 * Integer.BYTES)
            .putInt(id.length)
            .putInt(example.label())
            .putInt(example.shape().channels())
            .putInt(example.shape().height())
            .putInt(example.shape().width())
            .putInt(encoding.length)
            .array());
    digest.update(id);
    digest.update(encoding);
    return digest.digest(example.image());
  }
}
