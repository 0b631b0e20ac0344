// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a file is known by.
 *
 * @param md5 as the authors publish it, 32 hexadecimal digits in lower case; a forger can match it
 * @param sha256 of the file that has this MD5, 64 hexadecimal digits in lower case
 */
public record Digests(String md5, String sha256) {
  /** Reads a file once for both. */
  static Digests of(Path file, OpenOption... how) throws IOException {
    MessageDigest md5 = DigestUtils.getMd5Digest();
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    try (InputStream in =
        new DigestInputStream(
            new DigestInputStream(Files.newInputStream(file, how), md5), sha256)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return new Digests(Hex.encodeHexString(md5.digest()), Hex.encodeHexString(sha256.digest()));
  }

  @Override
  public String toString() {
    return "MD5 %s and SHA-256 %s".formatted(md5, sha256);
  }
}
