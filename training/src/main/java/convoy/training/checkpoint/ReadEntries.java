// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import convoy.preprocessing.storage.AsciiDigits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Convoy's own entries of a checkpoint.
 *
 * @param bytes by name
 * @param where names the file in errors
 */
record ReadEntries(Map<String, byte[]> bytes, String where) {
  private static final Set<String> NETWORK =
      Set.of(
          ModelSerializer.CONFIGURATION_JSON,
          ModelSerializer.COEFFICIENTS_BIN,
          ModelSerializer.UPDATER_BIN);

  /**
   * Reads Convoy's entries.
   *
   * @throws DamagedCheckpointException if one has a name that Convoy does not write. Names have no
   *     checksum, and Deeplearning4j begins with an updater of zeros where it finds none by the
   *     name
   */
  static ReadEntries of(byte[] file, String where) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().startsWith(ZipEntries.FOLDER)) {
        String name = entry.getName().substring(ZipEntries.FOLDER.length());
        entries.put(AsciiDigits.of(name), zip.readAllBytes());
      } else if (!NETWORK.contains(entry.getName())) {
        throw new DamagedCheckpointException(where, "an entry of unknown name", null);
      }
    }
    return new ReadEntries(entries, where);
  }

  /**
   * An entry.
   *
   * @throws DamagedCheckpointException if there is none of that name
   */
  byte[] get(String name) {
    byte[] entry = bytes.get(name);
    if (entry == null) {
      throw new DamagedCheckpointException(where, "no " + ZipEntries.FOLDER + name, null);
    }
    return entry;
  }

  /** Several vectors; {@code name} is a format of their number. */
  List<float[]> floats(String name, int count) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(Vectors.floats(get(String.format(Locale.ROOT, name, i))));
    }
    return List.copyOf(vectors);
  }
}
