// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.storage;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads a text whole, if it leaves room for what is made of it. */
public final class TextFile {
  /** The records of a text take a multiple of its bytes. */
  private static final int SHARE_OF_HEAP = 16;

  private static final long LARGEST = 1 << 30;

  private TextFile() {}

  /**
   * The text of a file in UTF-8.
   *
   * @throws BadInputException if it is larger than a sixteenth of the heap
   * @throws java.io.FileNotFoundException if it is not there
   */
  public static String read(FileSystem files, Path file) throws IOException {
    int most = (int) Math.min(LARGEST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    try (InputStream in = files.open(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new BadInputException(
            String.format(
                Locale.ROOT,
                "%s is larger than %,d MB, which is all that is read of a text in a heap of %,d MB; it is damaged, or the process needs more memory",
                file,
                most >> 20,
                Runtime.getRuntime().maxMemory() >> 20));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
