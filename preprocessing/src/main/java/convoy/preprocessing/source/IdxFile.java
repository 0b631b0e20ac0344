// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An IDX file, plain or packed by gzip.
 *
 * @param path URI of the file
 * @param length its bytes as they lie there
 * @param gzip whether it is packed
 */
record IdxFile(String path, long length, boolean gzip) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The first two bytes of a gzip file (RFC 1952), as a big-endian number. */
  private static final int GZIP = 0x1f8b;

  /** The file of that place; whether it is packed is seen by its first bytes, not by its name. */
  static IdxFile at(FileSystem files, Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      int first = in.read() << 8 | in.read();
      return new IdxFile(file.toString(), files.getFileStatus(file).getLen(), first == GZIP);
    }
  }

  /** The file's name without its folder. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Opens the file's unpacked bytes.
   *
   * @param position of the first byte to read; behind gzip, what is before it is read over
   */
  DataInputStream open(Configuration hadoop, long position) throws IOException {
    Path location = new Path(path);
    FSDataInputStream raw = location.getFileSystem(hadoop).open(location);
    try {
      InputStream in = raw;
      if (gzip()) {
        in = new GZIPInputStream(new BufferedInputStream(raw, 1 << 16), 1 << 16);
        in.skipNBytes(position);
      } else {
        raw.seek(position);
      }
      return new DataInputStream(new BufferedInputStream(in, 1 << 16));
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
