// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The first frame of a GIF file, still compressed. Later frames and the trailer may be damaged or
 * missing: nothing of the image is lost.
 *
 * @param shape of the logical screen, or of what it takes to hold a frame that is larger
 * @param frame where the first frame lies on it
 * @param entries how many colours the frame's palette has
 * @param interlaced whether its rows come in four passes
 * @param essential a GIF file of this frame alone, as large as its screen, with a palette of 256
 *     colours and the rows in the order in which they come: the JDK's reader takes bits of colours
 *     for others where the palette is smaller, and loses rows of small interlaced frames
 */
record GifFile(
    ImageShape shape, FramePlace frame, int entries, boolean interlaced, byte[] essential) {
  private static final int SIGNATURE = 6;
  private static final int PADDING = 0x00;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int LONGEST_BLOCK = 255;
  private static final int FEWEST_CODES = 4;
  private static final int MOST_CODES = 4096;

  /** Reads the file up to the end of its first frame. */
  static GifFile read(byte[] file, DecodeLimits limits) throws RejectedImageException {
    ByteReader in = new ByteReader(file);
    in.skip(SIGNATURE);
    int screenWidth = in.u16Little();
    int screenHeight = in.u16Little();
    int flags = in.u8();
    in.skip(2);
    byte[] palette = palette(in, flags);
    int transparent = -1;
    for (int block = in.u8(); block != FRAME; block = in.u8()) {
      if (block == EXTENSION) {
        int label = in.u8();
        byte[] data = subBlocks(in);
        if (label == GRAPHIC_CONTROL && data.length >= 4) {
          transparent = (data[0] & 1) == 1 ? data[3] & 0xFF : -1;
        }
      } else if (block != PADDING) {
        throw RejectedImageException.damaged(
            "GIF has no block %s before its first frame (byte %s)"
                .formatted(Integer.toHexString(block), in.position() - 1));
      }
    }
    FramePlace frame =
        new FramePlace(in.u16Little(), in.u16Little(), in.u16Little(), in.u16Little());
    int frameFlags = in.u8();
    byte[] own = palette(in, frameFlags);
    byte[] colours = own.length > 0 ? own : palette;
    if (frame.width() == 0 || frame.height() == 0 || colours.length == 0) {
      throw RejectedImageException.damaged(
          "a GIF frame of %s x %s (width x height) with %s colours"
              .formatted(frame.width(), frame.height(), colours.length / 3));
    }
    ImageShape shape =
        limits.admit(
            Math.max(screenWidth, frame.left() + frame.width()),
            Math.max(screenHeight, frame.top() + frame.height()));
    byte[] alone = alone(frame, colours, transparent, in);
    return new GifFile(shape, frame, colours.length / 3, (frameFlags & 0x40) != 0, alone);
  }

  /** Reads the palette that a descriptor's flags announce. */
  private static byte[] palette(ByteReader in, int flags) throws RejectedImageException {
    return (flags & 0x80) == 0 ? new byte[0] : in.bytes(3 << ((flags & 7) + 1));
  }

  private static byte[] subBlocks(ByteReader in) throws RejectedImageException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (int length = in.u8(); length > 0; length = in.u8()) {
      joined.writeBytes(in.bytes(length));
    }
    return joined.toByteArray();
  }

  /** Reads the compressed pixels; whether they are all there, who expands them finds out. */
  private static byte[] codes(ByteReader in) throws RejectedImageException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    while (in.remaining() > 0) {
      int length = in.u8();
      if (length == 0) {
        break;
      }
      joined.writeBytes(in.bytes(Math.min(length, in.remaining())));
    }
    while (joined.size() < FEWEST_CODES) {
      // The JDK's reader would take what is missing of the first four bytes for pixels of colour 0.
      joined.write(0xFF);
    }
    return joined.toByteArray();
  }

  private static byte[] alone(FramePlace frame, byte[] palette, int transparent, ByteReader in)
      throws RejectedImageException {
    int codeBits = in.u8();
    byte[] codes = codes(in);
    long most = 8L * codes.length / (codeBits + 1) * MOST_CODES;
    if ((long) frame.width() * frame.height() > most) {
      throw RejectedImageException.truncated(
          "%s bytes of compressed GIF pixels, which cannot hold %s"
              .formatted(codes.length, (long) frame.width() * frame.height()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(codes.length + 1024);
    out.writeBytes(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
    writeSize(out, frame);
    out.writeBytes(new byte[] {(byte) 0xF7, 0, 0});
    out.writeBytes(Arrays.copyOf(palette, 3 * 256));
    if (transparent >= 0) {
      out.writeBytes(
          new byte[] {EXTENSION, (byte) GRAPHIC_CONTROL, 4, 1, 0, 0, (byte) transparent, 0});
    }
    out.writeBytes(new byte[] {FRAME, 0, 0, 0, 0});
    writeSize(out, frame);
    out.write(0);
    out.write(codeBits);
    for (int at = 0; at < codes.length; at += LONGEST_BLOCK) {
      int length = Math.min(LONGEST_BLOCK, codes.length - at);
      out.write(length);
      out.write(codes, at, length);
    }
    out.write(0);
    out.write(TRAILER);
    return out.toByteArray();
  }

  private static void writeSize(ByteArrayOutputStream out, FramePlace frame) {
    for (int side : new int[] {frame.width(), frame.height()}) {
      out.write(side);
      out.write(side >> 8);
    }
  }
}
