// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.awt.image.BufferedImage;

/** Decodes PNG with the JDK's reader, which inflates row by row. */
final class PngDecoder {
  private PngDecoder() {}

  static DecodedImage decode(byte[] file, DecodeLimits limits) throws RejectedImageException {
    PngFile png = PngFile.read(file, limits);
    BufferedImage image =
        LibraryReader.read("PNG", JdkImageIo.PNG, png.essential(), reader -> reader.read(0))
            .pixels();
    return new DecodedImage(png.shape(), RasterColours.toRgb(image, png.entries()));
  }
}
