// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A Parquet file in whose footer the encodings of every column are sorted. Indexes and footer,
 * which follow the rows, are held in memory until the file is closed.
 */
final class SortedFooterFile implements OutputFile {
  /** The footer's length and the format's mark. */
  private static final int END = 8;

  private final OutputFile file;
  private Stream stream;

  SortedFooterFile(OutputFile file) {
    this.file = file;
  }

  @Override
  public PositionOutputStream create(long blockSize) throws IOException {
    stream = new Stream(file.create(blockSize));
    return stream;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
    stream = new Stream(file.createOrOverwrite(blockSize));
    return stream;
  }

  @Override
  public boolean supportsBlockSize() {
    return file.supportsBlockSize();
  }

  @Override
  public long defaultBlockSize() {
    return file.defaultBlockSize();
  }

  @Override
  public String getPath() {
    return file.getPath();
  }

  /** Says that all rows are written, and that indexes and footer follow. */
  void rowsEnd() {
    stream.held = new ByteArrayOutputStream();
  }

  /** The end of a Parquet file, from its indexes or its footer on, with sorted encodings. */
  static byte[] sorted(byte[] end) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
    int footer = end.length - END - bytes.getInt(end.length - END);
    FileMetaData data =
        Util.readFileMetaData(new ByteArrayInputStream(end, footer, end.length - END - footer));
    for (RowGroup rows : data.getRow_groups()) {
      for (ColumnChunk column : rows.getColumns()) {
        column.getMeta_data().getEncodings().sort(Encoding::compareTo);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(end, 0, footer);
    Util.writeFileMetaData(data, out);
    int length = out.size() - footer;
    out.write(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
    out.write(Arrays.copyOfRange(end, end.length - END + Integer.BYTES, end.length));
    return out.toByteArray();
  }

  private static final class Stream extends PositionOutputStream {
    private final PositionOutputStream out;

    /** Null while rows are written. */
    private ByteArrayOutputStream held;

    Stream(PositionOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos() + (held == null ? 0 : held.size());
    }

    @Override
    public void write(int b) throws IOException {
      if (held == null) {
        out.write(b);
      } else {
        held.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (held == null) {
        out.write(bytes, from, length);
      } else {
        held.write(bytes, from, length);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      try (out) {
        if (held != null) {
          byte[] end = sorted(held.toByteArray());
          held = null;
          out.write(end);
        }
      }
    }
  }
}
