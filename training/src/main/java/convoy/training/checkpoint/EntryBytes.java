// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The inflated bytes of one entry of a zip, one after the other. Its header and its checksum are
 * compared with the directory of the zip.
 */
final class EntryBytes implements AutoCloseable {
  private static final int HEADER = 0x04034b50;
  private static final int HEADER_BYTES = 30;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int DESCRIPTOR_BYTES = 16;
  private static final int DESCRIPTOR_64_BYTES = 24;
  private static final int PIECE = 1 << 16;

  private final FileBytes file;
  private final ZipRecord entry;
  private final long begin;
  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] piece = new byte[PIECE];
  private long unread;

  /**
   * Begins to read an entry.
   *
   * @throws DamagedCheckpointException if its header is not as the directory says
   */
  EntryBytes(FileBytes file, ZipRecord entry) throws IOException {
    this.file = file;
    this.entry = entry;
    this.begin = entry.begin() + headerLength();
    this.in = file.from(begin);
    this.unread = entry.deflated();
  }

  private int headerLength() throws IOException {
    ByteBuffer header = file.read(entry.begin(), HEADER_BYTES);
    int nameLength = Short.toUnsignedInt(header.getShort(26));
    int length = HEADER_BYTES + nameLength + Short.toUnsignedInt(header.getShort(28));
    int flags = Short.toUnsignedInt(header.getShort(6));
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    boolean same =
        header.getInt(0) == HEADER
            && flags == entry.flags()
            && ZipRecord.problem(flags, Short.toUnsignedInt(header.getShort(8))) == null
            && nameLength == name.length
            && file.read(entry.begin() + HEADER_BYTES, nameLength).equals(ByteBuffer.wrap(name));
    if (!same || length + entry.deflated() + descriptorLength() != entry.end() - entry.begin()) {
      throw disagrees();
    }
    boolean sized =
        Integer.toUnsignedLong(header.getInt(14)) == entry.crc()
            && Integer.toUnsignedLong(header.getInt(18)) == entry.deflated()
            && Integer.toUnsignedLong(header.getInt(22)) == entry.inflated();
    boolean unsized = header.getInt(14) == 0 && header.getLong(18) == 0;
    if (!(sized || (unsized && sizesFollow()))) {
      throw disagrees();
    }
    return length;
  }

  private boolean sizesFollow() {
    return (entry.flags() & ZipRecord.SIZES_FOLLOW) != 0;
  }

  private int descriptorLength() {
    if (!sizesFollow()) {
      return 0;
    }
    boolean large = Math.max(entry.deflated(), entry.inflated()) > 0xffff_fffeL;
    return large ? DESCRIPTOR_64_BYTES : DESCRIPTOR_BYTES;
  }

  private DamagedCheckpointException disagrees() {
    return damaged("is not as the directory of the zip says");
  }

  /** The refusal of the file for something that this entry is. */
  DamagedCheckpointException damaged(String what) {
    return file.damaged(entry.name() + " " + what, null);
  }

  /**
   * Fills the beginning of an array with the next bytes.
   *
   * @throws DamagedCheckpointException if the entry has less, or cannot be inflated
   */
  void read(byte[] into, int length) throws IOException {
    int filled = 0;
    while (filled < length) {
      int more = inflate(into, filled, length - filled);
      if (more == 0) {
        throw damaged("ends too early");
      }
      filled += more;
    }
    crc.update(into, 0, length);
  }

  /** Inflates at least one byte, or none where there are no more. */
  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      int inflated = inflater.inflate(into, offset, length);
      while (inflated == 0 && unread > 0 && inflater.needsInput()) {
        int more = in.readNBytes(piece, 0, (int) Math.min(PIECE, unread));
        if (more == 0) {
          throw file.damaged("it ends too early", null);
        }
        unread -= more;
        inflater.setInput(piece, 0, more);
        inflated = inflater.inflate(into, offset, length);
      }
      return inflated;
    } catch (DataFormatException e) {
      throw file.damaged(entry.name() + " cannot be inflated", e);
    }
  }

  /**
   * Ends the reading of an entry.
   *
   * @throws DamagedCheckpointException if there are more bytes, or those that were read have
   *     another checksum
   */
  void requireEnd() throws IOException {
    boolean more = inflate(new byte[1], 0, 1) > 0;
    boolean whole = inflater.finished() && inflater.getRemaining() == 0 && unread == 0;
    if (more || !whole) {
      throw damaged("does not end where the directory of the zip says");
    }
    if (crc.getValue() != entry.crc()) {
      throw damaged("does not match its checksum");
    }
    if (sizesFollow()) {
      requireDescriptor();
    }
  }

  private void requireDescriptor() throws IOException {
    int length = descriptorLength();
    ByteBuffer descriptor = file.read(begin + entry.deflated(), length);
    boolean large = length == DESCRIPTOR_64_BYTES;
    boolean same =
        descriptor.getInt() == DESCRIPTOR
            && Integer.toUnsignedLong(descriptor.getInt()) == entry.crc()
            && size(descriptor, large) == entry.deflated()
            && size(descriptor, large) == entry.inflated();
    if (!same) {
      throw disagrees();
    }
  }

  private static long size(ByteBuffer descriptor, boolean large) {
    return large ? descriptor.getLong() : Integer.toUnsignedLong(descriptor.getInt());
  }

  /** Gives back the inflater's native memory. */
  @Override
  public void close() {
    inflater.end();
  }
}
