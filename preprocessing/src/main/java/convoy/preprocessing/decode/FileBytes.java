// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory, as libraries read it. One that goes on asking at the end is stopped: some take
 * the end for bits of their liking, and make pixels of it.
 */
final class FileBytes extends ImageInputStreamImpl {
  private static final int MOST_ENDS = 64;

  private final byte[] file;
  private int ends;

  FileBytes(byte[] file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    return streamPos < file.length ? file[(int) streamPos++] & 0xFF : end();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    bitOffset = 0;
    if (streamPos >= file.length) {
      return end();
    }
    int some = (int) Math.min(length, file.length - streamPos);
    System.arraycopy(file, (int) streamPos, into, offset, some);
    streamPos += some;
    return some;
  }

  @Override
  public long length() {
    return file.length;
  }

  private int end() throws IOException {
    ends++;
    if (ends > MOST_ENDS) {
      // Not an EOFException itself, which is caught where it comes from.
      throw new IOException("data end before the image", new EOFException());
    }
    return -1;
  }
}
