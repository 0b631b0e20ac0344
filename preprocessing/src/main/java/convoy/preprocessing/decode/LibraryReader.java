// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import com.twelvemonkeys.imageio.util.ProgressListenerBase;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Runs a library's reader on a file, and makes a rejection of whatever else comes of it than
 * pixels. The file is in memory, and whole: headers and sizes have been checked before.
 */
final class LibraryReader {
  private LibraryReader() {}

  /** One way to call a reader. */
  interface Call<T> {
    T read(ImageReader reader) throws IOException;
  }

  /**
   * What a reader said.
   *
   * @param pixels in whatever form was asked for
   * @param warnings in their order; a library that fills up what is missing warns
   * @param steps how often progress was reported before the first warning; of GIF, the rows
   */
  record Outcome<T>(T pixels, List<String> warnings, int steps) {}

  /**
   * Reads.
   *
   * @param library its name in a rejection
   * @param readers makes a reader that serves this file alone: one that served another might
   *     remember its tables
   */
  static <T> Outcome<T> read(String library, ImageReaderSpi readers, byte[] file, Call<T> call)
      throws RejectedImageException {
    List<String> warnings = new ArrayList<>();
    int[] steps = new int[1];
    try (FileBytes in = new FileBytes(file)) {
      ImageReader reader = readers.createReaderInstance();
      try {
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.addIIOReadProgressListener(
            new ProgressListenerBase() {
              @Override
              public void imageProgress(ImageReader source, float percentage) {
                steps[0] += warnings.isEmpty() ? 1 : 0;
              }
            });
        reader.setInput(in, true, true);
        return new Outcome<>(call.read(reader), warnings, steps[0]);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException | AssertionError | StackOverflowError e) {
      // Libraries' own checks are spread over many exceptions; the bytes are all they depend on.
      // Not so an exhausted heap: sizes were checked before, and which image is used must not
      // depend on the memory that happens to be free.
      throw rejection(library, e);
    }
  }

  private static RejectedImageException rejection(String library, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException) {
        return RejectedImageException.truncated(
            "the %s library finds the end of the data before that of the image".formatted(library));
      }
    }
    return RejectedImageException.damaged("the %s library says: %s".formatted(library, thrown));
  }
}
