// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** The SHA-256 of parameters, so that two runs can be compared to the last bit. */
public final class ParameterDigest {
  private ParameterDigest() {}

  /** 64 hexadecimal digits, of the parameters as little-endian floats one after the other. */
  public static String of(float[] parameters) {
    byte[] bytes = new byte[parameters.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(parameters);
    return HexFormat.of().formatHex(DigestUtils.getSha256Digest().digest(bytes));
  }
}
