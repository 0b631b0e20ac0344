// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

/**
 * Decodes image files into RGB planes. The format is found from the content. Pixels are taken as
 * they are stored: EXIF orientation, gamma and ICC profiles are ignored. Transparent pixels are
 * composed on white.
 */
public final class ImageDecoder {
  private ImageDecoder() {}

  /**
   * Decodes a whole file; of several frames or pages the first. Memory is taken only after the
   * header was found within the limits. The same bytes give the same answer, in any thread.
   *
   * @return an image of the shape that {@link ImageHeader#inspect} says
   * @throws RejectedImageException if the file is empty, of no known format or of an unsupported
   *     variant, larger than the limits, truncated, or damaged in a way that shows: what a format's
   *     checksums or its decoder notice. Half an image is never returned.
   */
  public static DecodedImage decode(byte[] file, DecodeLimits limits)
      throws RejectedImageException {
    return switch (ImageHeader.formatOf(file)) {
      case JPEG -> JpegDecoder.decode(file, limits);
      case PNG -> PngDecoder.decode(file, limits);
      case GIF -> GifDecoder.decode(file, limits);
      case BMP -> BmpDecoder.decode(file, limits);
      case WEBP -> WebpDecoder.decode(file, limits);
      case TIFF -> TiffDecoder.decode(file, limits);
    };
  }
}
