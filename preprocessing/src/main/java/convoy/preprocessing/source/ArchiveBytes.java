// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Seekable;

/**
 * The bytes of a tar archive from front to back, by position: a stretch of a plain file, over which
 * one may jump, or the content of a gzip file, which is read over.
 */
final class ArchiveBytes extends InputStream {
  private final InputStream in;
  private final Seekable seekable; // null behind gzip
  private final long end;
  private long position;
  private long allowance = Long.MAX_VALUE;

  private ArchiveBytes(InputStream in, Seekable seekable, long position, long end) {
    this.in = in;
    this.seekable = seekable;
    this.position = position;
    this.end = end;
  }

  /** {@code length} bytes of a file, from byte {@code from} on; positions are the file's own. */
  static ArchiveBytes stretch(FSDataInputStream file, long from, long length) throws IOException {
    file.seek(from);
    return new ArchiveBytes(file, file, from, from + length);
  }

  /**
   * What a gzip file holds; positions count its unpacked bytes.
   *
   * @param most bytes beyond this are taken for not being there
   */
  static ArchiveBytes gunzipped(InputStream raw, long most) throws IOException {
    try {
      InputStream content = new GZIPInputStream(new BufferedInputStream(raw, 1 << 16), 1 << 16);
      return new ArchiveBytes(content, null, 0, most);
    } catch (EOFException e) {
      raw.close();
      throw ending("within the header of gzip: it is empty or truncated", e);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** The library's own exception says nothing. */
  private static EOFException ending(String where, EOFException cause) {
    EOFException error = new EOFException("ends " + where);
    error.initCause(cause);
    return error;
  }

  /** Where the next byte is read. */
  long position() {
    return position;
  }

  /** Where the bytes end at the latest. */
  long end() {
    return end;
  }

  /** Lets only so many bytes be read from here on, until the next call. */
  void allow(long bytes) {
    allowance = bytes;
  }

  /**
   * Goes on at a later position.
   *
   * @throws EOFException if the bytes end before it
   */
  void skipTo(long target) throws IOException {
    if (target > end) {
      throw new EOFException("ends before byte " + target);
    }
    if (seekable != null) {
      seekable.seek(target);
    } else {
      try {
        in.skipNBytes(target - position);
      } catch (EOFException e) {
        throw ending("before byte " + target, e);
      }
    }
    position = target;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length > 0 && position >= end) {
      return -1;
    }
    if (length > 0 && allowance <= 0) {
      throw new IOException("an entry's header is absurdly long");
    }
    int count = in.read(into, offset, (int) Math.min(length, Math.min(end - position, allowance)));
    if (count > 0) {
      position += count;
      allowance -= count;
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
