// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * The entries of a tar archive, one after the other. Only headers are read; contents are jumped
 * over, so that scanning a plain archive of 140 GB takes a read and a seek an entry. Apache Commons
 * Compress reads each header (old, POSIX and GNU forms); what is stricter here is that checksums
 * must match, that sizes must lie within the archive, and that the archive must end with the mark
 * that every tar writes, so that one cut off between two entries is not taken for whole.
 */
final class TarEntries implements Closeable {
  private static final int BLOCK = 512;
  private static final int TYPE_BYTE = 156;
  private static final int SIZE_BYTE = 124;
  private static final int SIZE_BYTES = 12;

  /** Names and extended headers longer than this are no names. */
  private static final int HEADER_BYTES = 1 << 20;

  /** Archives are padded with zeros to whole records, of at most 1 MB in practice. */
  private static final int PADDING_BYTES = 1 << 20;

  /** A time in scientific notation can ask its parser for gigabytes of digits. */
  private static final Pattern EXPONENT = Pattern.compile("time=[^\\n]*[eE]");

  private final ArchiveBytes bytes;
  private long nextHeader;

  /**
   * One entry.
   *
   * @param name as it stands in the archive: it may be absolute or hold {@code ..}
   * @param file whether it is a regular file, not a folder, link or device
   * @param offset position of its content
   * @param size bytes of its content
   */
  record Entry(String name, boolean file, long offset, long size) {
    /** What stands behind the last slash: never a path. */
    String baseName() {
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }

  TarEntries(ArchiveBytes bytes) {
    this.bytes = bytes;
    this.nextHeader = bytes.position();
  }

  /**
   * The next entry; empty behind the archive's end mark.
   *
   * @throws IOException if there is none and no end mark either, or the header is damaged
   */
  Optional<Entry> next() throws IOException {
    bytes.allow(Long.MAX_VALUE);
    bytes.skipTo(nextHeader);
    bytes.allow(HEADER_BYTES);
    byte[] block = block();
    if (isZero(block, BLOCK)) {
      requireEnd();
      return Optional.empty();
    }
    TarArchiveEntry entry = parse(block);
    long offset = bytes.position();
    bytes.allow(Long.MAX_VALUE);
    long size = entry.getSize();
    if (size < 0 || size > bytes.end() - offset) {
      throw new EOFException(
          String.format(
              Locale.ROOT,
              "entry %s says it has %,d bytes, more than the archive still holds",
              entry.getName(),
              size));
    }
    nextHeader = offset + (size + BLOCK - 1) / BLOCK * BLOCK;
    return Optional.of(new Entry(entry.getName(), isFile(entry), offset, size));
  }

  /** The content of the entry that {@code next} gave last; the caller has checked its size. */
  byte[] content(Entry entry) throws IOException {
    byte[] content = bytes.readNBytes(Math.toIntExact(entry.size()));
    if (content.length != entry.size()) {
      throw new EOFException("the archive ends within " + entry.name());
    }
    return content;
  }

  private byte[] block() throws IOException {
    byte[] block = bytes.readNBytes(BLOCK);
    if (block.length < BLOCK) {
      throw new EOFException("ends without the mark that ends a tar: it is truncated");
    }
    return block;
  }

  private TarArchiveEntry parse(byte[] block) throws IOException {
    try {
      if (!TarUtils.verifyCheckSum(block)) {
        throw new IOException("no tar header, or a damaged one: its checksum does not match");
      }
      InputStream header = new SequenceInputStream(start(block), bytes);
      TarArchiveEntry entry = new TarArchiveInputStream(header).getNextTarEntry();
      if (entry == null) {
        throw new EOFException("ends within a header");
      }
      if (!entry.isCheckSumOK() || entry.isSparse()) {
        throw new IOException("header of %s is damaged or sparse".formatted(entry.getName()));
      }
      return entry;
    } catch (RuntimeException e) {
      // What the library throws at values that it did not foresee.
      throw new IOException("a header is damaged: it holds a number that is none", e);
    }
  }

  /** The first block, and the extended header that it may announce, looked through. */
  private InputStream start(byte[] block) throws IOException {
    if (block[TYPE_BYTE] != 'x' && block[TYPE_BYTE] != 'g') {
      return new ByteArrayInputStream(block);
    }
    long size = TarUtils.parseOctalOrBinary(block, SIZE_BYTE, SIZE_BYTES);
    if (size < 0 || size > HEADER_BYTES) {
      throw new IOException(
          String.format(Locale.ROOT, "an extended header of %,d bytes is absurd", size));
    }
    byte[] extended = bytes.readNBytes((int) size);
    if (EXPONENT.matcher(new String(extended, StandardCharsets.ISO_8859_1)).find()) {
      throw new IOException("an extended header holds a time that is none");
    }
    return new SequenceInputStream(
        new ByteArrayInputStream(block), new ByteArrayInputStream(extended));
  }

  private static boolean isFile(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isDirectory()
        && !entry.isLink()
        && !entry.isSymbolicLink()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && !entry.isFIFO();
  }

  /** Nothing but zeros may follow; behind gzip, reading them also checks its checksum. */
  private void requireEnd() throws IOException {
    bytes.allow(Long.MAX_VALUE);
    byte[] rest = bytes.readNBytes(PADDING_BYTES);
    if (!isZero(rest, rest.length) || bytes.read() >= 0) {
      throw new IOException(
          "something follows the mark that ends a tar: a header was overwritten, or it is not one");
    }
  }

  private static boolean isZero(byte[] some, int length) {
    for (int i = 0; i < length; i++) {
      if (some[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
