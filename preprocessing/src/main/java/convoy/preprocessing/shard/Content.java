// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import convoy.preprocessing.Example;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What an image is, whatever its id and label: the first 128 bits of the SHA-256 of its encoded
 * bytes. Two of the same content are exact duplicates.
 */
record Content(long high, long low) implements Serializable {
  static Content of(Example example) {
    ByteBuffer digest = ByteBuffer.wrap(DigestUtils.sha256(example.image()));
    return new Content(digest.getLong(), digest.getLong());
  }

  /** 32 hexadecimal digits. */
  String hex() {
    return String.format(Locale.ROOT, "%016x%016x", high, low);
  }
}
