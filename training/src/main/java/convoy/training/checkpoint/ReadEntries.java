// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Convoy's own entries of a checkpoint.
 *
 * @param bytes by name
 * @param where names the file in errors
 */
record ReadEntries(Map<String, byte[]> bytes, String where) {
  static ReadEntries of(byte[] file, String where) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().startsWith(ZipEntries.FOLDER)) {
        entries.put(entry.getName().substring(ZipEntries.FOLDER.length()), zip.readAllBytes());
      }
    }
    return new ReadEntries(entries, where);
  }

  /**
   * An entry.
   *
   * @throws BadInputException if there is none of that name
   */
  byte[] get(String name) {
    byte[] entry = bytes.get(name);
    if (entry == null) {
      throw new BadInputException(
          "%s is not a checkpoint of Convoy's, or cut short: it has no %s%s"
              .formatted(where, ZipEntries.FOLDER, name));
    }
    return entry;
  }

  /** Several vectors; {@code name} is a format of their number. */
  List<float[]> floats(String name, int count) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(Vectors.floats(get(name.formatted(i))));
    }
    return List.copyOf(vectors);
  }
}
