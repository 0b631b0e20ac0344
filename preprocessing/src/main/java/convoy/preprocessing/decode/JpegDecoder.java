// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes JPEG with the JDK's reader, of which it takes the raw components: converting them here is
 * nearly three times as fast as the JDK's way through colour models, covers CMYK and YCCK, and
 * knows no ICC profiles.
 */
final class JpegDecoder {
  /** Names the number of bytes; the library says so after all pixels are decoded. */
  private static final Pattern BEFORE_END =
      Pattern.compile("(\\d{1,9}) extraneous bytes before marker 0xd9");

  private JpegDecoder() {}

  static DecodedImage decode(byte[] bytes, DecodeLimits limits) throws RejectedImageException {
    JpegFile file = JpegFile.read(bytes, limits);
    ImageShape shape = file.header().shape();
    int bands = file.header().components().size();
    Raster raster = read(file.essential());
    if (raster.getWidth() != shape.width()
        || raster.getHeight() != shape.height()
        || raster.getNumBands() != bands
        || !(raster.getDataBuffer() instanceof DataBufferByte samples)
        || samples.getData().length != bands * shape.plane()) {
      throw RejectedImageException.damaged("the scans do not give an image of %s".formatted(shape));
    }
    return new DecodedImage(shape, file.colours().toRgb(samples.getData(), shape.plane()));
  }

  private static Raster read(byte[] essential) throws RejectedImageException {
    LibraryReader.Outcome<Raster> read =
        LibraryReader.read(
            "JPEG", JdkImageIo.JPEG, essential, reader -> reader.readRaster(0, null));
    // Where data are missing or wrong the library warns, and goes on with grey.
    for (String warning : read.warnings()) {
      if (!tellsOfPadding(warning, essential)) {
        throw RejectedImageException.damaged("the JPEG library warns: %s".formatted(warning));
      }
    }
    return read.pixels();
  }

  /**
   * Whether all that the library remarks on is padding after the last pixel: one byte over and over
   * before the end of image. Other bytes there are what remains of the data where a damaged code
   * made the library read too little: most flipped bits show as that and as nothing else.
   */
  private static boolean tellsOfPadding(String warning, byte[] essential) {
    Matcher matcher = BEFORE_END.matcher(warning);
    if (!matcher.find()) {
      return false;
    }
    int end = essential.length - 2;
    int begin = end - Integer.parseInt(matcher.group(1));
    for (int at = Math.max(0, begin); at < end; at++) {
      if (essential[at] != essential[end - 1]) {
        return false;
      }
    }
    return begin > 0;
  }
}
