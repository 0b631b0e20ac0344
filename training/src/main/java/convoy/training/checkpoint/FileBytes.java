// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a checkpoint's file, which are read from any place on. */
interface FileBytes {
  /** Names the file in errors. */
  String name();

  /** How many bytes there are. */
  long length();

  /**
   * The bytes from a place on.
   *
   * @param position from 0 to the length
   * @return not to be closed; the stream of the call before is no longer used
   * @throws IOException if the file cannot be reached, which says nothing about its bytes
   */
  InputStream from(long position) throws IOException;

  /**
   * Some bytes, of which numbers are little-endian.
   *
   * @throws DamagedCheckpointException if the file ends before
   */
  default ByteBuffer read(long position, int length) throws IOException {
    if (position < 0 || position > length() - length) {
      throw damaged("it ends too early", null);
    }
    byte[] bytes = new byte[length];
    try {
      if (from(position).readNBytes(bytes, 0, length) < length) {
        throw damaged("it ends too early", null);
      }
    } catch (EOFException e) {
      throw damaged("it ends too early", e);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The refusal of this file. */
  default DamagedCheckpointException damaged(String why, Throwable cause) {
    return new DamagedCheckpointException(name(), why, cause);
  }
}
