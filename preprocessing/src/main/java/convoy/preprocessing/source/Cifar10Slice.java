// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The records {@code from} to {@code to} (exclusive) of one file of CIFAR-10.
 *
 * @param path URI of the file, or of the archive that holds it
 * @param entry the file's name within the archive; null when {@code path} is the file itself
 * @param file the file's own name, which the examples' ids begin with
 */
record Cifar10Slice(String path, String entry, String file, boolean officialTest, int from, int to)
    implements Slice {

  @Override
  public Examples open(Configuration hadoop) throws IOException {
    Path location = new Path(path);
    FSDataInputStream raw = location.getFileSystem(hadoop).open(location);
    try {
      return new Records(new DataInputStream(positioned(raw)));
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** An archive's entries behind gzip. */
  static TarArchiveInputStream untar(InputStream raw) throws IOException {
    return new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(raw), 1 << 16));
  }

  private InputStream positioned(FSDataInputStream raw) throws IOException {
    if (entry == null) {
      raw.seek((long) from * Cifar10.RECORD_BYTES);
      return new BufferedInputStream(raw, 1 << 16);
    }
    TarArchiveInputStream tar = untar(raw);
    for (TarArchiveEntry next = tar.getNextTarEntry(); next != null; next = tar.getNextTarEntry()) {
      if (next.getName().equals(entry)) {
        tar.skipNBytes((long) from * Cifar10.RECORD_BYTES);
        return new BufferedInputStream(tar, 1 << 16);
      }
    }
    throw new EOFException(entry + " is no longer in " + path);
  }

  private final class Records implements Examples {
    private final DataInputStream in;
    private int next = from;

    private Records(DataInputStream in) {
      this.in = in;
    }

    @Override
    public boolean hasNext() {
      return next < to;
    }

    @Override
    public Example next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      String id = file + "#" + next;
      byte[] image = new byte[Cifar10.SHAPE.size()];
      int label;
      try {
        label = in.readUnsignedByte();
        in.readFully(image);
      } catch (IOException e) {
        throw new BadInputException(
            "%s: record %d of %d cannot be read from %s (%s)"
                .formatted(file, next, to, path, e.getClass().getSimpleName()),
            e);
      }
      if (label >= Cifar10.CLASSES) {
        throw new BadInputException(
            "%s: record %d has label %d, out of range 0 to 9; is it CIFAR-10's binary layout?"
                .formatted(file, next, label));
      }
      next++;
      return new Example(id, label, Cifar10.SHAPE, Encoding.RGB8, image);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
