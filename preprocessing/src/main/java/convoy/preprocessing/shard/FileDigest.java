// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The SHA-256 of a file's bytes. */
final class FileDigest {
  private FileDigest() {}

  /** 64 hexadecimal digits. */
  static String sha256(Path file, Configuration hadoop) throws IOException {
    try (InputStream in = file.getFileSystem(hadoop).open(file);
        DigestInputStream digested = new DigestInputStream(in, DigestUtils.getSha256Digest())) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    }
  }

  /** The digest, or in its place why there is none. */
  static String sha256OrReason(Path file, Configuration hadoop) {
    try {
      return sha256(file, hadoop);
    } catch (IOException e) {
      return "unreadable (" + e.getMessage() + ")";
    }
  }
}
