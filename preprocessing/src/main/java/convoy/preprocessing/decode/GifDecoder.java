// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.awt.image.BufferedImage;

/**
 * Decodes the first frame of a GIF with the JDK's reader, and draws it on a white screen, which
 * shows through where it is transparent.
 */
final class GifDecoder {
  /** First row and step of the four passes of an interlaced frame. */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private GifDecoder() {}

  static DecodedImage decode(byte[] file, DecodeLimits limits) throws RejectedImageException {
    GifFile gif = GifFile.read(file, limits);
    FramePlace frame = gif.frame();
    LibraryReader.Outcome<BufferedImage> read =
        LibraryReader.read("GIF", JdkImageIo.GIF, gif.essential(), reader -> reader.read(0));
    // The library fills up what is missing, and goes on where a code has no meaning.
    if (read.steps() < frame.height()) {
      String end = "GIF pixels end in row %s of %s".formatted(read.steps() + 1, frame.height());
      throw read.warnings().isEmpty()
          ? RejectedImageException.truncated(end)
          : RejectedImageException.damaged(end + ": " + read.warnings().get(0));
    }
    byte[] rows = RasterColours.toRgb(read.pixels(), gif.entries());
    byte[] pixels = gif.interlaced() ? inOrder(rows, frame) : rows;
    return DecodedImage.onWhite(gif.shape(), pixels, frame);
  }

  private static byte[] inOrder(byte[] rows, FramePlace frame) {
    byte[] ordered = new byte[rows.length];
    int width = frame.width();
    int row = 0;
    for (int[] pass : PASSES) {
      for (int y = pass[0]; y < frame.height(); y += pass[1], row++) {
        for (int plane = 0; plane < rows.length; plane += width * frame.height()) {
          System.arraycopy(rows, plane + row * width, ordered, plane + y * width, width);
        }
      }
    }
    return ordered;
  }
}
