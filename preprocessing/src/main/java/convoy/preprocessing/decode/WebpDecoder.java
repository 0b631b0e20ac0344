// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Decodes the first frame of a WebP with TwelveMonkeys' reader, and draws it on a white canvas.
 * Lossless pixels are exact. Of lossy ones the chroma is repeated where Google's library
 * interpolates it, and edges differ a little.
 */
final class WebpDecoder {
  // Made here: what a class loader registers on an executor is another matter.
  private static final ImageReaderSpi READERS = new WebPImageReaderSpi();

  private WebpDecoder() {}

  static DecodedImage decode(byte[] file, DecodeLimits limits) throws RejectedImageException {
    WebpFile webp = WebpFile.read(file, limits);
    LibraryReader.Outcome<BufferedImage> read =
        LibraryReader.read("WebP", READERS, webp.essential(), reader -> reader.read(0));
    if (!read.warnings().isEmpty()) {
      throw RejectedImageException.damaged(
          "the WebP library warns: %s".formatted(read.warnings().get(0)));
    }
    byte[] pixels = RasterColours.toRgb(read.pixels(), 0);
    return DecodedImage.onWhite(webp.shape(), pixels, webp.frame());
  }
}
