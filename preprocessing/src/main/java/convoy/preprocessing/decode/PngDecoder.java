// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;

/** Decodes PNG: takes the rows apart into samples, and puts the passes of Adam7 together. */
final class PngDecoder {
  /** A PNG image without interlacing is one pass. */
  private static final Pass[] WHOLE = {new Pass(0, 0, 1, 1)};

  private static final Pass[] ADAM7 = {
    new Pass(0, 0, 8, 8),
    new Pass(4, 0, 8, 8),
    new Pass(0, 4, 4, 8),
    new Pass(2, 0, 4, 4),
    new Pass(0, 2, 2, 4),
    new Pass(1, 0, 2, 2),
    new Pass(0, 1, 1, 2)
  };

  private PngDecoder() {}

  /** Every so many columns and rows, from a first one. */
  private record Pass(int column, int row, int columns, int rows) {
    int width(ImageShape shape) {
      return Math.max(0, shape.width() - column + columns - 1) / columns;
    }

    int height(ImageShape shape) {
      return Math.max(0, shape.height() - row + rows - 1) / rows;
    }
  }

  static DecodedImage decode(byte[] file, DecodeLimits limits) throws RejectedImageException {
    PngFile png = PngFile.read(file, limits);
    PngHeader header = png.header();
    ImageShape shape = header.shape();
    PngColours colours = PngColours.of(png);
    try (PngRows rows = new PngRows(png)) {
      byte[] rgb = new byte[shape.size()];
      for (Pass pass : header.interlaced() ? ADAM7 : WHOLE) {
        int width = pass.width(shape);
        int height = width == 0 ? 0 : pass.height(shape);
        rows.begin(header.rowBytes(width));
        int[] samples = new int[width * header.kind().samples()];
        for (int y = 0; y < height; y++) {
          unpack(rows.next(), header.depth(), samples);
          int at = (pass.row() + y * pass.rows()) * shape.width() + pass.column();
          colours.toRgb(samples, width, new PngColours.Place(rgb, at, pass.columns()));
        }
      }
      rows.requireEnd();
      return new DecodedImage(shape, rgb);
    }
  }

  /** Samples of 1, 2, 4, 8 or 16 bits, the most significant first. */
  private static void unpack(byte[] row, int depth, int[] samples) {
    switch (depth) {
      case 8 -> {
        for (int i = 0; i < samples.length; i++) {
          samples[i] = row[i] & 0xFF;
        }
      }
      case 16 -> {
        for (int i = 0; i < samples.length; i++) {
          samples[i] = (row[2 * i] & 0xFF) << 8 | (row[2 * i + 1] & 0xFF);
        }
      }
      default -> {
        int mask = (1 << depth) - 1;
        for (int i = 0; i < samples.length; i++) {
          int bit = i * depth;
          samples[i] = (row[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
        }
      }
    }
  }
}
