// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * This machine's files under {@code failing:}, on a disk that fails in the middle of one file. It
 * is full, or it is as if the process were killed: nothing is cleared up after that.
 */
public final class FailingDisk extends LocalFileSystem {
  private static volatile Fault fault = new Fault("", 0, false, false);
  private static volatile boolean dead;
  private static final String NOTHING = "\0";
  private static volatile String exhausting = NOTHING;
  private static final List<String> OPENED = Collections.synchronizedList(new ArrayList<>());

  /**
   * What fails.
   *
   * @param name part of the path of the file; empty where nothing fails
   * @param bytes of the file that are written
   * @param atClose whether a buffer hides it until the file is closed
   * @param kills whether everything after it fails too
   */
  record Fault(String name, long bytes, boolean atClose, boolean kills) {}

  public FailingDisk() {
    super(new Raw());
  }

  @Override
  public String getScheme() {
    return "failing";
  }

  static void fails(Fault next) {
    dead = false;
    fault = next;
  }

  /** How often files were opened whose paths hold these words; forgets all that were. */
  static long opened(String part) {
    long count = List.copyOf(OPENED).stream().filter(path -> path.contains(part)).count();
    OPENED.clear();
    return count;
  }

  /** Where the path of a file that is created holds these words, the memory is full. */
  static void hasNoMemoryFor(String part) {
    exhausting = part;
  }

  static void isMended() {
    exhausting = NOTHING;
    fails(new Fault("", 0, false, false));
  }

  private static void requireAlive() throws IOException {
    if (dead) {
      throw new IOException("the process was killed");
    }
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("failing:///");
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
      OPENED.add(path.toString());
      return super.open(path, bufferSize);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      requireAlive();
      return super.delete(path, recursive);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      requireAlive();
      return super.rename(from, to);
    }

    @Override
    protected OutputStream createOutputStreamWithMode(
        Path path, boolean append, FsPermission permission) throws IOException {
      requireAlive();
      if (path.toString().contains(exhausting)) {
        throw new OutOfMemoryError("Java heap space");
      }
      OutputStream file = super.createOutputStreamWithMode(path, append, permission);
      if (fault.name().isEmpty() || !path.toString().contains(fault.name())) {
        return file;
      }
      // What Linux and Hadoop say of a full disk is said by Linux and Hadoop.
      OutputStream full =
          super.createOutputStreamWithMode(new Path("failing:/dev/full"), false, null);
      OutputStream limited = new Limited(file, fault.bytes(), full);
      return fault.atClose() ? new BufferedOutputStream(limited, 1 << 24) : limited;
    }
  }

  private static final class Limited extends FilterOutputStream {
    private final OutputStream full;
    private long left;

    private Limited(OutputStream file, long bytes, OutputStream full) {
      super(file);
      this.left = bytes;
      this.full = full;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int fits = (int) Math.min(left, length);
      out.write(bytes, offset, fits);
      left -= fits;
      if (fits < length) {
        dead = fault.kills();
        full.write(bytes, offset, length);
      }
    }

    @Override
    public void close() throws IOException {
      try (full) {
        out.close();
      }
    }
  }
}
