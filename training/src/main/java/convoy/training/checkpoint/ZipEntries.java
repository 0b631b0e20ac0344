// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the entries of a checkpoint, Convoy's own in a folder of their own. */
final class ZipEntries {
  static final String FOLDER = "convoy/";

  private final ZipOutputStream zip;

  ZipEntries(OutputStream out) {
    this.zip = new ZipOutputStream(out);
  }

  void put(String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // The same checkpoint is the same file, whenever it is written.
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  void putOwn(String name, byte[] bytes) throws IOException {
    put(FOLDER + name, bytes);
  }

  /** Several vectors; {@code name} is a format of their number. */
  void putOwn(String name, List<float[]> vectors) throws IOException {
    for (int i = 0; i < vectors.size(); i++) {
      putOwn(String.format(Locale.ROOT, name, i), Vectors.bytes(vectors.get(i)));
    }
  }

  void finish() throws IOException {
    zip.finish();
  }
}
