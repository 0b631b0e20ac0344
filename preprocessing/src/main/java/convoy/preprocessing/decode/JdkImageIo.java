// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.spi.ImageWriterSpi;

/**
 * Finds the JDK's own readers and writers of images. Others may have been registered by whatever
 * else is on a cluster's class path, and would give other pixels.
 */
final class JdkImageIo {
  static final ImageReaderSpi JPEG = find(ImageReaderSpi.class, "jpeg");
  static final ImageReaderSpi PNG = find(ImageReaderSpi.class, "png");
  static final ImageReaderSpi GIF = find(ImageReaderSpi.class, "gif");
  static final ImageReaderSpi BMP = find(ImageReaderSpi.class, "bmp");
  private static final ImageWriterSpi JPEG_WRITERS = find(ImageWriterSpi.class, "jpeg");

  private JdkImageIo() {}

  /** A new writer of JPEG; to be disposed. */
  static ImageWriter newJpegWriter() throws IOException {
    return JPEG_WRITERS.createWriterInstance();
  }

  private static <T extends ImageReaderWriterSpi> T find(Class<T> kind, String format) {
    String origin = "com.sun.imageio.plugins." + format + ".";
    Iterator<T> registered = IIORegistry.getDefaultInstance().getServiceProviders(kind, false);
    while (registered.hasNext()) {
      T provider = registered.next();
      if (provider.getClass().getName().startsWith(origin)) {
        return provider;
      }
    }
    throw new IllegalStateException(
        "this Java runtime has no %s for %s; Convoy needs one with the module java.desktop"
            .formatted(kind.getSimpleName(), format));
  }
}
