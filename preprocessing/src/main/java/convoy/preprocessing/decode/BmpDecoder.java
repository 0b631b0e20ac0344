// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

/** Decodes Windows bitmaps. A fourth channel is ignored, as nearly everybody does. */
final class BmpDecoder {
  private BmpDecoder() {}

  static DecodedImage decode(byte[] file, DecodeLimits limits) throws RejectedImageException {
    BmpHeader header = BmpHeader.read(new ByteReader(file), limits);
    int width = header.shape().width();
    int height = header.shape().height();
    long lastRow = ((long) width * header.bits() + 7) / 8;
    long end = header.pixels() + header.rowBytes() * (height - 1) + lastRow;
    if (end > file.length) {
      throw RejectedImageException.truncated(
          "the bitmap has %s bytes; its pixels would end at byte %s".formatted(file.length, end));
    }
    byte[] rgb = new byte[header.shape().size()];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      int begin = (int) (header.pixels() + header.rowBytes() * y);
      unpack(file, begin, header.bits(), row);
      int to = (header.topDown() ? y : height - 1 - y) * width;
      if (header.bits() <= 8) {
        look(row, header, rgb, to);
      } else {
        split(row, header, rgb, to);
      }
    }
    return new DecodedImage(header.shape(), rgb);
  }

  /**
   * Pixels of up to 32 bits: within a byte the first is the most significant, bytes little endian.
   */
  private static void unpack(byte[] file, int begin, int bits, int[] row) {
    if (bits < 8) {
      int mask = (1 << bits) - 1;
      for (int x = 0; x < row.length; x++) {
        int bit = x * bits;
        row[x] = (file[begin + (bit >> 3)] >> (8 - bits - (bit & 7))) & mask;
      }
      return;
    }
    int bytes = bits / 8;
    for (int x = 0, at = begin; x < row.length; x++, at += bytes) {
      int pixel = 0;
      for (int i = 0; i < bytes; i++) {
        pixel |= (file[at + i] & 0xFF) << (8 * i);
      }
      row[x] = pixel;
    }
  }

  private static void look(int[] row, BmpHeader header, byte[] rgb, int to)
      throws RejectedImageException {
    byte[] palette = header.palette();
    int plane = header.shape().plane();
    for (int x = 0; x < row.length; x++) {
      int entry = 4 * row[x];
      if (entry >= palette.length) {
        throw RejectedImageException.damaged(
            "a pixel of colour %s where the bitmap's palette has %s"
                .formatted(row[x], palette.length / 4));
      }
      rgb[to + x] = palette[entry + 2];
      rgb[plane + to + x] = palette[entry + 1];
      rgb[2 * plane + to + x] = palette[entry];
    }
  }

  private static void split(int[] row, BmpHeader header, byte[] rgb, int to) {
    int plane = header.shape().plane();
    for (int channel = 0; channel < 3; channel++) {
      int mask = header.masks()[channel];
      int shift = Integer.numberOfTrailingZeros(mask);
      long most = Integer.toUnsignedLong(mask >>> shift);
      for (int x = 0; x < row.length; x++) {
        long value = Integer.toUnsignedLong((row[x] & mask) >>> shift);
        rgb[channel * plane + to + x] =
            (byte) (most == 255 ? value : (value * 255 + most / 2) / most);
      }
    }
  }
}
