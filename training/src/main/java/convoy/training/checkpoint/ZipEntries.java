// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the entries of a checkpoint. */
final class ZipEntries {
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

  void finish() throws IOException {
    zip.finish();
  }
}
