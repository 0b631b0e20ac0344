// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the directory at the end of a zip (PKWARE's APPNOTE.TXT, sections 4.3.12 to 4.3.16) and
 * refuses whatever Java's {@code ZipOutputStream} does not write: comments, several disks,
 * encryption, and any byte of the file that belongs to no entry or to two of them.
 */
final class ZipDirectory {
  private static final int RECORD = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int SIZES_64 = 1;
  private static final long IN_64_BITS = 0xffff_ffffL;

  /** Bytes of the directory of 100,000 entries, which no training writes. */
  private static final long LARGEST = 16 << 20;

  private final FileBytes file;

  private ZipDirectory(FileBytes file) {
    this.file = file;
  }

  /**
   * Reads the directory.
   *
   * @return in the order of the entries in the file
   * @throws DamagedCheckpointException if the file is no zip, or one that Convoy does not write
   */
  static List<ZipRecord> read(FileBytes file) throws IOException {
    try {
      return new ZipDirectory(file).records();
    } catch (BufferUnderflowException e) {
      throw file.damaged("the directory of the zip ends too early", e);
    }
  }

  /**
   * Where the directory lies.
   *
   * @param behind where what follows it begins
   */
  private record Extent(long count, long begin, long length, long behind) {}

  private List<ZipRecord> records() throws IOException {
    Extent extent = extent();
    if (extent.begin() < 0
        || extent.length() < 0
        || extent.length() > LARGEST
        || extent.begin() != extent.behind() - extent.length()) {
      throw file.damaged("the directory of the zip is not where its end says", null);
    }
    ByteBuffer directory = file.read(extent.begin(), (int) extent.length());
    List<ZipRecord> records = new ArrayList<>();
    while (directory.hasRemaining()) {
      records.add(record(directory));
    }
    if (records.size() != extent.count()) {
      throw file.damaged("the directory of the zip has another number of entries", null);
    }
    return inOrder(records, extent.begin());
  }

  private Extent extent() throws IOException {
    long last = file.length() - END_BYTES;
    ByteBuffer end = file.read(last, END_BYTES);
    require(end.getInt() == END && end.getInt() == 0, "it does not end as a zip does");
    int count = Short.toUnsignedInt(end.getShort());
    require(Short.toUnsignedInt(end.getShort()) == count, "a part of a zip");
    long length = Integer.toUnsignedLong(end.getInt());
    long begin = Integer.toUnsignedLong(end.getInt());
    require(end.getShort() == 0, "a zip with a comment");
    boolean large = count == 0xffff || length == IN_64_BITS || begin == IN_64_BITS;
    return large ? extent64(last) : new Extent(count, begin, length, last);
  }

  /** The extent in a file with numbers beyond 32 bits, which stand before the usual end. */
  private Extent extent64(long last) throws IOException {
    long place = last - LOCATOR_64_BYTES - END_64_BYTES;
    ByteBuffer end = file.read(place, END_64_BYTES + LOCATOR_64_BYTES);
    require(
        end.getInt() == END_64
            && end.getLong() == END_64_BYTES - 12
            && end.getInt(END_64_BYTES) == LOCATOR_64
            && end.getLong(END_64_BYTES + 8) == place,
        "the directory of the zip is not where its end says");
    end.position(24);
    long count = end.getLong();
    require(end.getLong() == count, "a part of a zip");
    long length = end.getLong();
    return new Extent(count, end.getLong(), length, place);
  }

  private ZipRecord record(ByteBuffer directory) {
    require(directory.getInt() == RECORD, "the directory of the zip holds something else");
    directory.getInt(); // the versions of writer and format
    int flags = Short.toUnsignedInt(directory.getShort());
    String problem = ZipRecord.problem(flags, Short.toUnsignedInt(directory.getShort()));
    require(problem == null, problem);
    directory.getInt(); // the time
    long crc = Integer.toUnsignedLong(directory.getInt());
    long deflated = Integer.toUnsignedLong(directory.getInt());
    long inflated = Integer.toUnsignedLong(directory.getInt());
    int nameLength = Short.toUnsignedInt(directory.getShort());
    int extraLength = Short.toUnsignedInt(directory.getShort());
    require(directory.getShort() == 0, "an entry has a comment");
    require(directory.getShort() == 0, "a part of a zip");
    directory.getShort(); // the attributes
    directory.getInt();
    long begin = Integer.toUnsignedLong(directory.getInt());
    String name = name(slice(directory, nameLength));
    ByteBuffer sizes = sizes64(slice(directory, extraLength));
    inflated = inflated == IN_64_BITS ? sizes.getLong() : inflated;
    deflated = deflated == IN_64_BITS ? sizes.getLong() : deflated;
    begin = begin == IN_64_BITS ? sizes.getLong() : begin;
    return new ZipRecord(name, flags, crc, deflated, inflated, begin, 0);
  }

  private static ByteBuffer slice(ByteBuffer from, int length) {
    if (length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer slice = from.slice(from.position(), length).order(from.order());
    from.position(from.position() + length);
    return slice;
  }

  private String name(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw file.damaged("an entry of unknown name", e);
    }
  }

  /** The numbers of an entry that are beyond 32 bits; empty where there are none. */
  private static ByteBuffer sizes64(ByteBuffer extras) {
    while (extras.remaining() >= 4) {
      int id = Short.toUnsignedInt(extras.getShort());
      ByteBuffer extra = slice(extras, Short.toUnsignedInt(extras.getShort()));
      if (id == SIZES_64) {
        return extra;
      }
    }
    return ByteBuffer.allocate(0);
  }

  private List<ZipRecord> inOrder(List<ZipRecord> records, long directory) {
    List<ZipRecord> sorted = new ArrayList<>(records);
    sorted.sort(Comparator.comparingLong(ZipRecord::begin));
    for (int i = 0; i < sorted.size(); i++) {
      ZipRecord entry = sorted.get(i);
      long next = i + 1 < sorted.size() ? sorted.get(i + 1).begin() : directory;
      require(
          (i > 0 || entry.begin() == 0)
              && entry.isPossible()
              && entry.begin() < next
              && entry.deflated() < next - entry.begin(),
          "the entries of the zip overlap or leave gaps");
      sorted.set(i, entry.until(next));
    }
    return sorted;
  }

  private void require(boolean legal, String problem) {
    if (!legal) {
      throw file.damaged(problem, null);
    }
  }
}
