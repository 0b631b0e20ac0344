// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.util.Arrays;

/**
 * Decodes the first frame of a GIF on a white screen, which shows through where it is transparent.
 */
final class GifDecoder {
  /** First row and step of the four passes of an interlaced frame. */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private static final int[][] WHOLE = {{0, 1}};

  private GifDecoder() {}

  static DecodedImage decode(byte[] file, DecodeLimits limits) throws RejectedImageException {
    ByteReader in = new ByteReader(file);
    GifHeader header = GifHeader.read(in, limits);
    GifFrame frame = GifFrame.readFirst(in, header);
    byte[] values =
        new GifCodes(frame.codes(), frame.codeBits()).expand(frame.width() * frame.height());
    byte[] rgb = new byte[header.shape().size()];
    Arrays.fill(rgb, (byte) 255);
    int begin = 0;
    for (int[] pass : frame.interlaced() ? PASSES : WHOLE) {
      for (int y = pass[0]; y < frame.height(); y += pass[1], begin += frame.width()) {
        drawRow(frame, y, values, begin, header.shape(), rgb);
      }
    }
    return new DecodedImage(header.shape(), rgb);
  }

  private static void drawRow(
      GifFrame frame, int y, byte[] values, int begin, ImageShape screen, byte[] rgb)
      throws RejectedImageException {
    byte[] palette = frame.palette();
    int at = (frame.top() + y) * screen.width() + frame.left();
    for (int x = 0; x < frame.width(); x++, at++) {
      int colour = values[begin + x] & 0xFF;
      if (colour == frame.transparent()) {
        continue;
      }
      if (3 * colour >= palette.length) {
        throw RejectedImageException.damaged(
            "a pixel of colour %s where the GIF palette has %s"
                .formatted(colour, palette.length / 3));
      }
      for (int channel = 0; channel < 3; channel++) {
        rgb[channel * screen.plane() + at] = palette[3 * colour + channel];
      }
    }
  }
}
