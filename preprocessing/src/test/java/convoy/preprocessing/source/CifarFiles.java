// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Files in CIFAR-10's layout with a few records of noise each. */
public final class CifarFiles {
  private CifarFiles() {}

  /** Writes five training files and a test file of that many records each. */
  public static Path folder(Path folder, int records) throws IOException {
    for (int i = 1; i <= 5; i++) {
      Files.write(folder.resolve("data_batch_" + i + ".bin"), records(i, records));
    }
    Files.write(folder.resolve("test_batch.bin"), records(6, records));
    Files.writeString(folder.resolve("batches.meta.txt"), "airplane\n");
    return folder;
  }

  /** The same files as the official archive holds them. */
  public static Path archive(Path file, int records) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      put(tar, "cifar-10-batches-bin/readme.html", new byte[] {1, 2, 3});
      for (int i = 1; i <= 5; i++) {
        put(tar, "cifar-10-batches-bin/data_batch_" + i + ".bin", records(i, records));
      }
      put(tar, "cifar-10-batches-bin/test_batch.bin", records(6, records));
    }
    return file;
  }

  static byte[] records(int seed, int count) {
    byte[] bytes = new byte[count * 3073];
    new SplittableRandom(seed).nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      bytes[i * 3073] = (byte) ((seed + i) % 10);
    }
    return bytes;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
