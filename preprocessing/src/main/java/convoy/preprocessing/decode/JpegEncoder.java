// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes RGB planes as baseline JPEG (YCbCr, chroma halved both ways) with the JDK's writer. */
public final class JpegEncoder {
  private JpegEncoder() {}

  /**
   * The file of an image. The same image and quality give the same bytes, as long as the JDK's JPEG
   * library is the same.
   *
   * @param quality from 1 (smallest) to 100 (best), in the Independent JPEG Group's scale
   * @throws IllegalArgumentException if the quality is out of that range, or a side has more than
   *     65,500 pixels
   */
  public static byte[] encode(DecodedImage image, int quality) {
    ImageShape shape = image.shape();
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("JPEG quality is 1 to 100, not %s".formatted(quality));
    }
    if (Math.max(shape.height(), shape.width()) > DecodeLimits.JPEG_SIDE) {
      throw new IllegalArgumentException(
          "JPEG holds at most %s pixels a side, not %s".formatted(DecodeLimits.JPEG_SIDE, shape));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageWriter writer = JdkImageIo.newJpegWriter();
      try {
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality / 100f);
        writer.setOutput(out);
        writer.write(null, new IIOImage(interleaved(image), null, null), settings);
      } finally {
        writer.dispose();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a JPEG image cannot be written to memory", e);
    }
    return file.toByteArray();
  }

  private static BufferedImage interleaved(DecodedImage image) {
    ImageShape shape = image.shape();
    int plane = shape.plane();
    byte[] rgb = image.rgb8();
    BufferedImage pixels =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[shape.width()];
    for (int y = 0, at = 0; y < shape.height(); y++) {
      for (int x = 0; x < row.length; x++, at++) {
        row[x] =
            (rgb[at] & 0xFF) << 16 | (rgb[plane + at] & 0xFF) << 8 | (rgb[2 * plane + at] & 0xFF);
      }
      pixels.getRaster().setDataElements(0, y, row.length, 1, row);
    }
    return pixels;
  }
}
