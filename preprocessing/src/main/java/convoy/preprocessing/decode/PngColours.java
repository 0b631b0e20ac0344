// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

/**
 * How the samples of a PNG become red, green and blue of 8 bits: full scale becomes 255, rounded to
 * nearest; alpha is composed on white, with all the bits that the samples have.
 */
final class PngColours {
  private final PngHeader.Kind kind;
  private final int most;
  private final byte[] palette;

  /** The one grey or colour that is transparent, as the samples are; empty if there is none. */
  private final int[] key;

  private PngColours(PngHeader header, byte[] palette, int[] key) {
    this.kind = header.kind();
    this.most = (1 << header.depth()) - 1;
    this.palette = palette;
    this.key = key;
  }

  /**
   * Where pixels go.
   *
   * @param rgb planes R, G, B
   * @param first index of the first pixel within a plane
   * @param step from one pixel to the next
   */
  record Place(byte[] rgb, int first, int step) {}

  static PngColours of(PngFile png) throws RejectedImageException {
    PngHeader header = png.header();
    byte[] transparency = png.transparency();
    if (transparency == null) {
      return new PngColours(header, png.palette(), new int[0]);
    }
    int samples = header.kind().samples();
    switch (header.kind()) {
      case PALETTE -> {
        if (transparency.length > png.palette().length / 3) {
          throw RejectedImageException.damaged(
              "transparency of %s entries for a PNG palette of %s"
                  .formatted(transparency.length, png.palette().length / 3));
        }
        return new PngColours(header, composed(png.palette(), transparency), new int[0]);
      }
      case GREY, RGB -> {
        if (transparency.length != 2 * samples) {
          throw RejectedImageException.damaged(
              "PNG transparency of %s bytes".formatted(transparency.length));
        }
        int[] key = new int[samples];
        for (int i = 0; i < samples; i++) {
          key[i] = (transparency[2 * i] & 0xFF) << 8 | (transparency[2 * i + 1] & 0xFF);
        }
        return new PngColours(header, png.palette(), key);
      }
      default -> {
        return new PngColours(header, png.palette(), new int[0]);
      }
    }
  }

  private static byte[] composed(byte[] palette, byte[] alpha) {
    byte[] onWhite = palette.clone();
    for (int i = 0; i < 3 * alpha.length; i++) {
      onWhite[i] = onWhite(palette[i] & 0xFF, alpha[i / 3] & 0xFF, 255);
    }
    return onWhite;
  }

  /** Converts a row of pixels. */
  void toRgb(int[] samples, int pixels, Place place) throws RejectedImageException {
    int plane = place.rgb().length / 3;
    int at = place.first();
    int stride = kind.samples();
    for (int i = 0; i < pixels; i++, at += place.step()) {
      int first = i * stride;
      switch (kind) {
        case PALETTE -> look(samples[first], place.rgb(), at, plane);
        case GREY, GREY_ALPHA -> {
          byte grey = value(samples, first, 0);
          place.rgb()[at] = grey;
          place.rgb()[plane + at] = grey;
          place.rgb()[2 * plane + at] = grey;
        }
        case RGB, RGB_ALPHA -> {
          place.rgb()[at] = value(samples, first, 0);
          place.rgb()[plane + at] = value(samples, first, 1);
          place.rgb()[2 * plane + at] = value(samples, first, 2);
        }
      }
    }
  }

  private void look(int index, byte[] rgb, int at, int plane) throws RejectedImageException {
    if (3 * index >= palette.length) {
      throw RejectedImageException.damaged(
          "a pixel of colour %s where the PNG palette has %s".formatted(index, palette.length / 3));
    }
    for (int channel = 0; channel < 3; channel++) {
      rgb[channel * plane + at] = palette[3 * index + channel];
    }
  }

  private byte value(int[] samples, int first, int channel) {
    int sample = samples[first + channel];
    return switch (kind) {
      case GREY_ALPHA -> onWhite(sample, samples[first + 1], most);
      case RGB_ALPHA -> onWhite(sample, samples[first + 3], most);
      default -> isKey(samples, first) ? (byte) 255 : scaled(sample);
    };
  }

  private boolean isKey(int[] samples, int first) {
    for (int i = 0; i < key.length; i++) {
      if (samples[first + i] != key[i]) {
        return false;
      }
    }
    return key.length > 0;
  }

  private byte scaled(int sample) {
    return (byte) (most == 255 ? sample : (sample * 255L + most / 2) / most);
  }

  /** A sample with its alpha over white, both from 0 to {@code most}. */
  private static byte onWhite(int sample, int alpha, int most) {
    long full = (long) most * most;
    long light = (long) sample * alpha + (long) most * (most - alpha);
    return (byte) ((light * 255 + full / 2) / full);
  }
}
