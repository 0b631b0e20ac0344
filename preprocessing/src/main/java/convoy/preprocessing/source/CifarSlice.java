// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import convoy.preprocessing.Encoding;
import convoy.preprocessing.Example;
import convoy.preprocessing.Split;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The records {@code from} to {@code to} (exclusive) of one file of CIFAR-10 or CIFAR-100.
 *
 * @param path URI of the file, or of the archive that holds it
 * @param start position of record 0 within the archive's unpacked bytes; -1 when {@code path} is
 *     the file itself
 * @param file the file's own name, which the examples' ids begin with
 */
record CifarSlice(CifarLayout layout, String path, long start, String file, int from, int to)
    implements Slice {
  private static final long serialVersionUID = 1L;

  @Override
  public Optional<Split> officialSplit() {
    return file.equals(layout.testFile()) ? Optional.of(Split.TEST) : Optional.empty();
  }

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

  private InputStream positioned(FSDataInputStream raw) throws IOException {
    long skip = (long) from * layout.recordBytes();
    if (start < 0) {
      raw.seek(skip);
      return new BufferedInputStream(raw, 1 << 16);
    }
    ArchiveBytes archive = ArchiveBytes.gunzipped(raw, Long.MAX_VALUE);
    archive.skipTo(start + skip);
    return new BufferedInputStream(archive, 1 << 16);
  }

  private final class Records extends CountedExamples {
    private final DataInputStream in;

    private Records(DataInputStream in) {
      super(file + " in " + path, in, from, to);
      this.in = in;
    }

    @Override
    Example read(int index) throws IOException {
      byte[] record = new byte[layout.recordBytes()];
      in.readFully(record);
      int label = layout.label(record, file, index);
      byte[] image = Arrays.copyOfRange(record, layout.classes().size(), record.length);
      return new Example(file + "#" + index, label, CifarLayout.SHAPE, Encoding.RGB8, image);
    }
  }
}
