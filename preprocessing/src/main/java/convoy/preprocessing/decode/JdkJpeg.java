// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.spi.ImageWriterSpi;

/**
 * Finds the JDK's own JPEG reader and writer. Others may have been registered by whatever else is
 * on a cluster's class path, and would give other pixels.
 */
final class JdkJpeg {
  private static final String ORIGIN = "com.sun.imageio.plugins.jpeg.";
  private static final ImageReaderSpi READERS = find(ImageReaderSpi.class);
  private static final ImageWriterSpi WRITERS = find(ImageWriterSpi.class);

  private JdkJpeg() {}

  /** A new reader; to be disposed. Readers remember tables of former images, so each serves one. */
  static ImageReader newReader() throws IOException {
    return READERS.createReaderInstance();
  }

  /** A new writer; to be disposed. */
  static ImageWriter newWriter() throws IOException {
    return WRITERS.createWriterInstance();
  }

  private static <T extends ImageReaderWriterSpi> T find(Class<T> kind) {
    Iterator<T> registered = IIORegistry.getDefaultInstance().getServiceProviders(kind, false);
    while (registered.hasNext()) {
      T provider = registered.next();
      if (provider.getClass().getName().startsWith(ORIGIN)) {
        return provider;
      }
    }
    throw new IllegalStateException(
        "this Java runtime has no JPEG %s; Convoy needs one with the module java.desktop"
            .formatted(kind.getSimpleName()));
  }
}
