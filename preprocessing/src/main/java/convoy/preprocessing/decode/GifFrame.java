// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * The first frame of a GIF file, still compressed.
 *
 * @param left edge of the frame on the logical screen, in pixels
 * @param top edge
 * @param palette red, green, blue of each entry
 * @param transparent colour that lets the screen show through; -1 if there is none
 * @param interlaced whether the rows come in four passes
 * @param codeBits of the smallest LZW code, without the two codes that clear and end
 * @param codes the compressed pixels, the sub-blocks joined
 */
record GifFrame(
    int left,
    int top,
    int width,
    int height,
    byte[] palette,
    int transparent,
    boolean interlaced,
    int codeBits,
    byte[] codes) {
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int GRAPHIC_CONTROL = 0xF9;

  /** Reads the blocks after the header, all of them, so that a file cut short is found out. */
  static GifFrame readFirst(ByteReader in, GifHeader header) throws RejectedImageException {
    GifFrame first = null;
    int transparent = -1;
    for (int block = in.u8(); block != TRAILER; block = in.u8()) {
      switch (block) {
        case EXTENSION -> {
          int label = in.u8();
          byte[] data = subBlocks(in);
          if (label == GRAPHIC_CONTROL && data.length >= 4) {
            transparent = (data[0] & 1) == 1 ? data[3] & 0xFF : -1;
          }
        }
        case FRAME -> {
          GifFrame frame = frame(in, header, transparent);
          first = first == null ? frame : first;
        }
        default ->
            throw RejectedImageException.damaged(
                String.format(
                    Locale.ROOT, "GIF has no block %02x (byte %d)", block, in.position() - 1));
      }
    }
    if (first == null) {
      throw RejectedImageException.damaged("a GIF file without a frame");
    }
    return first;
  }

  private static GifFrame frame(ByteReader in, GifHeader header, int transparent)
      throws RejectedImageException {
    int left = in.u16Little();
    int top = in.u16Little();
    int width = in.u16Little();
    int height = in.u16Little();
    int flags = in.u8();
    byte[] own = GifHeader.palette(in, flags);
    byte[] palette = own.length > 0 ? own : header.palette();
    int codeBits = in.u8();
    if (width == 0
        || height == 0
        || left + width > header.shape().width()
        || top + height > header.shape().height()
        || palette.length == 0
        || codeBits < 1
        || codeBits > 8) {
      throw RejectedImageException.damaged(
          "a GIF frame of %s x %s (width x height) at %s, %s, codes of %s bits, %s colours, on %s"
              .formatted(width, height, left, top, codeBits, palette.length / 3, header.shape()));
    }
    return new GifFrame(
        left,
        top,
        width,
        height,
        palette,
        transparent,
        (flags & 0x40) != 0,
        codeBits,
        subBlocks(in));
  }

  private static byte[] subBlocks(ByteReader in) throws RejectedImageException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (int length = in.u8(); length > 0; length = in.u8()) {
      in.require(length);
      for (int i = 0; i < length; i++) {
        joined.write(in.u8());
      }
    }
    return joined.toByteArray();
  }
}
