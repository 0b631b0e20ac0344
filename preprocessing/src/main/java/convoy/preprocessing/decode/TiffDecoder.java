// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.BufferedImage;
import java.util.List;
import javax.imageio.spi.ImageReaderSpi;

/** Decodes the first page of a TIFF with TwelveMonkeys' reader. */
final class TiffDecoder {
  // Made here: what a class loader registers on an executor is another matter.
  private static final ImageReaderSpi READERS = new TIFFImageReaderSpi();

  /**
   * Remarks after which the pixels are whole. The last says that the last strip has fewer rows than
   * the others; {@link TiffFile} has looked at how many bytes each must have.
   */
  private static final List<String> HARMLESS =
      List.of(
          "8 bit ColorMap detected",
          "Missing JPEGTables",
          "Missing StripByteCounts",
          "Missing TileByteCounts",
          "strip/tileByteCount < required");

  private TiffDecoder() {}

  static DecodedImage decode(byte[] file, DecodeLimits limits) throws RejectedImageException {
    TiffFile tiff = TiffFile.read(file, limits);
    LibraryReader.Outcome<BufferedImage> read =
        LibraryReader.read("TIFF", READERS, tiff.essential(), reader -> reader.read(0));
    for (String warning : read.warnings()) {
      if (HARMLESS.stream().noneMatch(warning::startsWith)) {
        throw RejectedImageException.damaged("the TIFF library warns: %s".formatted(warning));
      }
    }
    return new DecodedImage(tiff.shape(), RasterColours.toRgb(read.pixels(), Integer.MAX_VALUE));
  }
}
