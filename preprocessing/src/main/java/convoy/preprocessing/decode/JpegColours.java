// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

/**
 * How the components of a JPEG become red, green and blue. YCbCr is JFIF's (ITU-R BT.601, full
 * range), with the coefficients of five digits in units of 1 / 65,536 that libjpeg has, so that the
 * bytes are those that other programs see. Four components are ink, stored inverted (255 is no
 * ink): so does Adobe, and files without Adobe's APP14 segment come from programs that copied
 * Adobe's pixels and dropped the segment.
 */
enum JpegColours {
  GREY,
  YCBCR,
  RGB,
  CMYK,
  YCCK;

  private static final int NO_ADOBE = -1;
  private static final int ADOBE_UNTRANSFORMED = 0;

  private static final int HALF = 1 << 15;
  private static final int[] RED_CR = product(1.402);
  private static final int[] GREEN_CB = product(-0.34414);
  private static final int[] GREEN_CR = product(-0.71414);
  private static final int[] BLUE_CB = product(1.772);

  /**
   * The colours of a file, by the rules that libjpeg set and everybody follows.
   *
   * @param ids of the components in the frame's order
   * @param jfif whether there is a JFIF segment
   * @param adobe the transform that Adobe's segment names, or -1 without the segment: 0 is none,
   *     and any other of four components is YCCK
   */
  static JpegColours of(int[] ids, boolean jfif, int adobe) {
    if (ids.length == 1) {
      return GREY;
    }
    if (ids.length == 4) {
      return adobe == NO_ADOBE || adobe == ADOBE_UNTRANSFORMED ? CMYK : YCCK;
    }
    boolean named = ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
    boolean rgb = !jfif && (adobe == NO_ADOBE ? named : adobe == ADOBE_UNTRANSFORMED);
    return rgb ? RGB : YCBCR;
  }

  /**
   * Converts the samples of an image.
   *
   * @param samples one pixel after the other, of each all components
   * @param pixels how many
   * @return planes R, G, B
   */
  byte[] toRgb(byte[] samples, int pixels) {
    byte[] rgb = new byte[3 * pixels];
    switch (this) {
      case GREY -> {
        for (int plane = 0; plane < 3; plane++) {
          System.arraycopy(samples, 0, rgb, plane * pixels, pixels);
        }
      }
      case RGB -> {
        for (int i = 0, at = 0; i < pixels; i++) {
          rgb[i] = samples[at++];
          rgb[pixels + i] = samples[at++];
          rgb[2 * pixels + i] = samples[at++];
        }
      }
      case YCBCR -> fromYcbcr(samples, 3, pixels, rgb);
      case YCCK -> {
        fromYcbcr(samples, 4, pixels, rgb);
        for (int i = 0; i < rgb.length; i++) {
          rgb[i] = (byte) ~rgb[i];
        }
        multiplyByBlack(samples, pixels, rgb);
      }
      case CMYK -> {
        for (int i = 0, at = 0; i < pixels; i++, at += 4) {
          int black = samples[at + 3] & 0xFF;
          rgb[i] = times(samples[at] & 0xFF, black);
          rgb[pixels + i] = times(samples[at + 1] & 0xFF, black);
          rgb[2 * pixels + i] = times(samples[at + 2] & 0xFF, black);
        }
      }
    }
    return rgb;
  }

  private static void fromYcbcr(byte[] samples, int stride, int pixels, byte[] rgb) {
    for (int i = 0, at = 0; i < pixels; i++, at += stride) {
      int y = ((samples[at] & 0xFF) << 16) + HALF;
      int cb = samples[at + 1] & 0xFF;
      int cr = samples[at + 2] & 0xFF;
      rgb[i] = clamp((y + RED_CR[cr]) >> 16);
      rgb[pixels + i] = clamp((y + GREEN_CB[cb] + GREEN_CR[cr]) >> 16);
      rgb[2 * pixels + i] = clamp((y + BLUE_CB[cb]) >> 16);
    }
  }

  private static void multiplyByBlack(byte[] samples, int pixels, byte[] rgb) {
    for (int i = 0; i < pixels; i++) {
      int black = samples[4 * i + 3] & 0xFF;
      for (int at = i; at < rgb.length; at += pixels) {
        rgb[at] = times(rgb[at] & 0xFF, black);
      }
    }
  }

  /** The share of light that two filters let pass, each from 0 to 255. */
  private static byte times(int a, int b) {
    return (byte) ((a * b + 127) / 255);
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  /** A coefficient times each difference from 128, in units of 1 / 65,536. */
  private static int[] product(double coefficient) {
    int[] products = new int[256];
    for (int i = 0; i < 256; i++) {
      products[i] = (int) Math.round(coefficient * 65_536) * (i - 128);
    }
    return products;
  }
}
