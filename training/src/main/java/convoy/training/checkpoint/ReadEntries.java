// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.AsciiDigits;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The entries of a checkpoint's file by name. Nothing of a size that the file announces is in
 * memory before it was compared with the size that the network asks for.
 */
final class ReadEntries {
  /** Bytes of a JSON entry: class names and progress, or the configuration of a network. */
  private static final int LARGEST_TEXT = 16 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileBytes file;
  private final Map<String, ZipRecord> records = new HashMap<>();

  /**
   * Reads the directory of a checkpoint's file.
   *
   * @throws DamagedCheckpointException if it is no zip as Convoy writes them, or two entries have
   *     the same name
   */
  ReadEntries(FileBytes file) throws IOException {
    this.file = file;
    // Numbers were once in the digits of the machine's language.
    for (ZipRecord record : ZipDirectory.read(file)) {
      if (records.put(AsciiDigits.of(record.name()), record) != null) {
        throw file.damaged("two entries of the same name", null);
      }
    }
  }

  /**
   * Refuses a file that has other entries than those of a layout, or entries of other sizes.
   *
   * @throws DamagedCheckpointException if it is so. Names have no checksum, and Deeplearning4j
   *     executes the bytes of some entries that Convoy does not write, as of {@code
   *     preprocessor.bin}
   * @throws BadInputException if all of them do not fit in the heap
   */
  void requireExactly(CheckpointLayout layout) {
    if (records.size() != layout.entries()) {
      throw file.damaged("an entry of unknown name, or too few entries", null);
    }
    long all = 0;
    for (Map.Entry<String, List<Long>> legal : layout.sizes().entrySet()) {
      long size = record(legal.getKey()).inflated();
      if (!legal.getValue().isEmpty() && !legal.getValue().contains(size)) {
        throw file.damaged(
            "%s has %s bytes, not %s".formatted(legal.getKey(), size, legal.getValue().get(0)),
            null);
      }
      all += size;
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (all > heap) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "checkpoint %s holds %,d MB of numbers, more than the heap of %,d MB: give the driver more memory",
              file.name(),
              all >> 20,
              heap >> 20));
    }
  }

  private ZipRecord record(String name) {
    ZipRecord record = records.get(name);
    if (record == null) {
      throw file.damaged("no " + name, null);
    }
    return record;
  }

  /** Reads an entry from its beginning to its end. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(EntryBytes entry) throws IOException;
  }

  private <T> T read(String name, Reading<T> reading) throws IOException {
    try (EntryBytes entry = new EntryBytes(file, record(name))) {
      T read = reading.from(entry);
      entry.requireEnd();
      return read;
    }
  }

  /**
   * The JSON of an entry.
   *
   * @throws DamagedCheckpointException if it is none, or too large
   */
  JsonNode json(String name) throws IOException {
    long length = record(name).inflated();
    if (length > LARGEST_TEXT) {
      throw file.damaged("%s has %s bytes".formatted(name, length), null);
    }
    byte[] bytes =
        read(
            name,
            entry -> {
              byte[] all = new byte[(int) length];
              entry.read(all, all.length);
              return all;
            });
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw file.damaged(name + " is no JSON", e);
    }
  }

  /** A vector in Deeplearning4j's format. */
  float[] deeplearning4j(String name, int count) throws IOException {
    return read(name, entry -> Deeplearning4jArray.read(entry, count));
  }

  /** A vector of Convoy's, of this length or, where there is nothing to carry along, empty. */
  float[] floats(String name) throws IOException {
    int count = (int) (record(name).inflated() / Float.BYTES);
    return read(name, entry -> Vectors.floats(entry, count, ByteOrder.LITTLE_ENDIAN));
  }

  /** A vector of Convoy's in double precision. */
  double[] doubles(String name) throws IOException {
    int count = (int) (record(name).inflated() / Double.BYTES);
    return read(name, entry -> Vectors.doubles(entry, count));
  }

  /** Several vectors by their names. */
  List<float[]> floats(List<String> names) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    for (String name : names) {
      vectors.add(floats(name));
    }
    return List.copyOf(vectors);
  }
}
