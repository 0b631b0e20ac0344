// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * How the samples of a library's raster become red, green and blue of 8 bits: full scale becomes
 * 255, rounded to nearest; alpha is composed on white, with all the bits that the samples have;
 * four colours are ink (0 is none). Colour spaces and profiles are ignored: the JDK takes grey for
 * linear light, and nobody else does.
 */
final class RasterColours {
  private static final int WHITE = 255;
  private static final int INKS = 4;

  private final Raster raster;
  private final ColorModel model;
  private final int colours;

  /** Of each band, the sample that is full light, ink or opacity. */
  private final long[] most;

  private RasterColours(BufferedImage image) {
    this.raster = image.getRaster();
    this.model = image.getColorModel();
    this.colours = model.getNumColorComponents();
    this.most = new long[raster.getNumBands()];
    for (int band = 0; band < most.length; band++) {
      most[band] = (1L << raster.getSampleModel().getSampleSize(band)) - 1;
    }
  }

  /**
   * Converts an image of unsigned samples of 1 to 16 bits, or of a palette.
   *
   * @param entries how many colours the file's palette has; libraries fill it up
   * @return planes R, G, B
   */
  static byte[] toRgb(BufferedImage image, int entries) throws RejectedImageException {
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    RasterColours colours = new RasterColours(image);
    byte[][] palette =
        image.getColorModel() instanceof IndexColorModel model ? onWhite(model, entries) : null;
    byte[] bytes = new byte[width * colours.most.length];
    int[] row = new int[bytes.length];
    for (int y = 0; y < image.getHeight(); y++) {
      colours.read(y, bytes, row);
      if (palette != null) {
        look(row, palette, rgb, y * width);
      } else {
        colours.convert(row, rgb, y * width);
      }
    }
    return rgb;
  }

  /** Reads a row's samples; of bytes in one go, which the way of single samples is slow for. */
  private void read(int y, byte[] bytes, int[] row) {
    if (raster.getTransferType() != DataBuffer.TYPE_BYTE
        || !(raster.getSampleModel() instanceof ComponentSampleModel)) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      return;
    }
    raster.getDataElements(0, y, raster.getWidth(), 1, bytes);
    for (int i = 0; i < row.length; i++) {
      row[i] = bytes[i] & 0xFF;
    }
  }

  /** Red, green and blue of each colour that the file has. */
  private static byte[][] onWhite(IndexColorModel model, int entries) {
    byte[][] palette = new byte[3][Math.min(entries, model.getMapSize())];
    for (int i = 0; i < palette[0].length; i++) {
      int argb = model.getRGB(i);
      for (int channel = 0; channel < 3; channel++) {
        int value = argb >> (16 - 8 * channel) & WHITE;
        palette[channel][i] = onWhite(value, argb >>> 24, WHITE, WHITE);
      }
    }
    return palette;
  }

  private static void look(int[] row, byte[][] palette, byte[] rgb, int at)
      throws RejectedImageException {
    int plane = rgb.length / 3;
    for (int x = 0; x < row.length; x++) {
      if (row[x] >= palette[0].length) {
        throw RejectedImageException.damaged(
            "a pixel of colour %s where the palette has %s".formatted(row[x], palette[0].length));
      }
      for (int channel = 0; channel < 3; channel++) {
        rgb[channel * plane + at + x] = palette[channel][row[x]];
      }
    }
  }

  private void convert(int[] row, byte[] rgb, int at) {
    int plane = rgb.length / 3;
    int bands = most.length;
    boolean plain = !model.hasAlpha() && colours < INKS && most[0] == WHITE;
    for (int channel = 0; channel < 3; channel++) {
      int band = Math.min(channel, colours - 1);
      int to = channel * plane + at;
      for (int from = 0; from < row.length; from += bands, to++) {
        rgb[to] = plain ? (byte) row[from + band] : light(row, from, band);
      }
    }
  }

  /** The light of one channel of a pixel, from 0 to 255. */
  private byte light(int[] row, int pixel, int band) {
    long sample = row[pixel + band];
    if (colours == INKS) {
      long full = most[band] * most[INKS - 1];
      long light = (most[band] - sample) * (most[INKS - 1] - row[pixel + INKS - 1]);
      return (byte) ((light * WHITE + full / 2) / full);
    }
    if (!model.hasAlpha()) {
      return (byte) ((sample * WHITE + most[band] / 2) / most[band]);
    }
    long alpha = row[pixel + colours];
    if (model.isAlphaPremultiplied()) {
      long composed = Math.min(most[band], sample + most[band] - alpha);
      return (byte) ((composed * WHITE + most[band] / 2) / most[band]);
    }
    return onWhite(sample, alpha, most[band], most[colours]);
  }

  private static byte onWhite(long sample, long alpha, long most, long opaque) {
    long full = most * opaque;
    long light = sample * alpha + most * (opaque - alpha);
    return (byte) ((light * WHITE + full / 2) / full);
  }
}
