// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;

/**
 * What a GIF file says before its first block.
 *
 * @param shape of the logical screen, which the first frame is drawn on
 * @param palette that frames without one of their own use: red, green, blue of each entry; empty if
 *     there is none
 */
record GifHeader(ImageShape shape, byte[] palette) {
  private static final int SIGNATURE = 6;

  /** Reads the header and the global palette, behind which {@code in} then stands. */
  static GifHeader read(ByteReader in, DecodeLimits limits) throws RejectedImageException {
    in.skip(SIGNATURE);
    int width = in.u16Little();
    int height = in.u16Little();
    ImageShape shape = limits.admit(width, height);
    int flags = in.u8();
    in.skip(2);
    return new GifHeader(shape, palette(in, flags));
  }

  /** Reads the palette that a descriptor's flags announce. */
  static byte[] palette(ByteReader in, int flags) throws RejectedImageException {
    if ((flags & 0x80) == 0) {
      return new byte[0];
    }
    byte[] palette = new byte[3 << ((flags & 7) + 1)];
    in.require(palette.length);
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) in.u8();
    }
    return palette;
  }
}
