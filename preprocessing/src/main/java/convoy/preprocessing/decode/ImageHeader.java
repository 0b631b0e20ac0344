// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;

/**
 * What the first bytes and the header of an image file say. Nothing is decoded for it, so the rest
 * of the file may yet prove damaged.
 *
 * @param format found from the content
 * @param shape of the image once decoded, {@code [3, height, width]}: the pixels as they are
 *     stored, whatever orientation EXIF asks for
 */
public record ImageHeader(ImageFormat format, ImageShape shape) {
  /**
   * Looks at a file's header.
   *
   * @throws RejectedImageException if the file is empty, of no known format, larger than the
   *     limits, or if its header is truncated, damaged or of an unsupported variant
   */
  public static ImageHeader inspect(byte[] file, DecodeLimits limits)
      throws RejectedImageException {
    ImageFormat format = formatOf(file);
    ImageShape shape =
        switch (format) {
          case JPEG -> JpegHeader.read(new JpegSegments(file), limits).shape();
          case PNG -> PngFile.header(new PngChunks(file), limits);
          case GIF -> GifFile.read(file, limits).shape();
          case BMP -> BmpHeader.read(new ByteReader(file), limits).shape();
          case WEBP -> WebpFile.read(file, limits).shape();
          case TIFF -> TiffFile.read(file, limits).shape();
        };
    return new ImageHeader(format, shape);
  }

  static ImageFormat formatOf(byte[] file) throws RejectedImageException {
    if (file.length == 0) {
      throw new RejectedImageException(RejectReason.EMPTY, "the file has no bytes");
    }
    return ImageFormat.of(file)
        .orElseThrow(
            () ->
                new RejectedImageException(
                    RejectReason.UNKNOWN_FORMAT,
                    "not %s by its first bytes".formatted(ImageFormat.titles())));
  }
}
