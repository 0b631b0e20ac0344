// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.util.Locale;

/**
 * What a Windows bitmap says before its pixels.
 *
 * @param shape of the decoded image
 * @param topDown whether the first row in the file is the top one; usually it is the bottom one
 * @param bits a pixel: 1, 4, 8, 16, 24 or 32
 * @param masks of red, green and blue within a pixel of 16 or 32 bits
 * @param palette blue, green, red, unused of each entry; empty from 16 bits on
 * @param pixels where the pixels begin, in bytes
 */
record BmpHeader(
    ImageShape shape, boolean topDown, int bits, int[] masks, byte[] palette, int pixels) {
  private static final int FILE_HEADER = 14;
  private static final int CORE = 12;
  private static final int INFO = 40;
  private static final int BIT_FIELDS = 3;
  private static final int ALPHA_BIT_FIELDS = 6;

  /** Reads the headers and the palette. */
  static BmpHeader read(ByteReader in, DecodeLimits limits) throws RejectedImageException {
    in.skip(10);
    int pixels = in.i32Little();
    int size = in.i32Little();
    if (size != CORE && (size < INFO || size > 124)) {
      throw RejectedImageException.damaged("a bitmap header of %s bytes".formatted(size));
    }
    boolean core = size == CORE;
    long width = core ? in.u16Little() : in.i32Little();
    long height = core ? in.u16Little() : in.i32Little();
    in.skip(2);
    int bits = in.u16Little();
    int compression = core ? 0 : in.i32Little();
    requireSupported(bits, compression);
    ImageShape shape = limits.admit(width, Math.abs(height));
    int colours = 0;
    if (!core) {
      in.skip(12);
      colours = in.i32Little();
      in.skip(4);
    }
    int[] masks = masks(in, bits, compression);
    in.skip(Math.max(0, FILE_HEADER + size - in.position()));
    byte[] palette = bits > 8 ? new byte[0] : palette(in, core ? 3 : 4, bits, colours);
    if (pixels < in.position()) {
      throw RejectedImageException.damaged(
          "the bitmap's pixels begin at byte %s, within its header".formatted(pixels));
    }
    return new BmpHeader(shape, height < 0, bits, masks, palette, pixels);
  }

  /** Bytes of a row in the file: whole words of four bytes. */
  long rowBytes() {
    return ((long) shape.width() * bits + 31) / 32 * 4;
  }

  private static void requireSupported(int bits, int compression) throws RejectedImageException {
    boolean fields = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
    boolean supported =
        switch (bits) {
          case 1, 4, 8, 24 -> compression == 0;
          case 16, 32 -> compression == 0 || fields;
          default -> false;
        };
    if (!supported) {
      throw RejectedImageException.unsupported(
          "a bitmap of %s bits with compression %s; read are those without"
              .formatted(bits, compression));
    }
  }

  private static int[] masks(ByteReader in, int bits, int compression)
      throws RejectedImageException {
    if (compression != 0) {
      int[] masks = {in.i32Little(), in.i32Little(), in.i32Little()};
      for (int mask : masks) {
        if (mask == 0 || (bits == 16 && mask >>> 16 != 0)) {
          throw RejectedImageException.damaged(
              String.format(Locale.ROOT, "bitmap colour mask %08x", mask));
        }
      }
      return masks;
    }
    return bits == 16
        ? new int[] {0x7C00, 0x03E0, 0x001F}
        : new int[] {0xFF0000, 0x00FF00, 0x0000FF};
  }

  private static byte[] palette(ByteReader in, int entryBytes, int bits, int colours)
      throws RejectedImageException {
    int most = 1 << bits;
    if (colours < 0 || colours > most) {
      throw RejectedImageException.damaged(
          "a bitmap of %s bits with %s colours".formatted(bits, colours));
    }
    int entries = colours == 0 ? most : colours;
    byte[] palette = new byte[4 * entries];
    for (int i = 0; i < entries; i++) {
      for (int part = 0; part < entryBytes; part++) {
        palette[4 * i + part] = (byte) in.u8();
      }
    }
    return palette;
  }
}
