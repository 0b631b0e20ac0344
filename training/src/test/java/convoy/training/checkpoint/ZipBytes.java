// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Takes a zip apart and puts it together again, with valid checksums, to be changed in between. */
final class ZipBytes {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private ZipBytes() {}

  /** A file in memory. */
  record InMemory(byte[] bytes) implements FileBytes {
    @Override
    public String name() {
      return "here.zip";
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public InputStream from(long position) {
      int from = Math.toIntExact(position);
      return new ByteArrayInputStream(bytes, from, bytes.length - from);
    }
  }

  static ZipBytes of(byte[] file) {
    ZipBytes zip = new ZipBytes();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.entries.put(entry.getName(), in.readAllBytes());
      }
      return zip;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] get(String name) {
    return entries.get(name);
  }

  ZipBytes with(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  ZipBytes without(String name) {
    entries.remove(name);
    return this;
  }

  /** With a text in an entry replaced. */
  ZipBytes replacing(String name, String from, String to) {
    String text = new String(get(name), StandardCharsets.UTF_8);
    if (!text.contains(from)) {
      throw new IllegalArgumentException("no " + from + " in " + text);
    }
    return with(name, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The bytes of a file for little-endian numbers to be changed in them. */
  static ByteBuffer littleEndian(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where the record of an entry begins in the directory at the end of a file. */
  static int directoryRecord(byte[] file, String name) {
    ByteBuffer numbers = littleEndian(file);
    int at = numbers.getInt(file.length - 6);
    while (numbers.getInt(at) == 0x02014b50) {
      int length = numbers.getShort(at + 28);
      if (new String(file, at + 46, length, StandardCharsets.UTF_8).equals(name)) {
        return at;
      }
      at += 46 + length + numbers.getShort(at + 30);
    }
    throw new IllegalArgumentException("no " + name);
  }
}
