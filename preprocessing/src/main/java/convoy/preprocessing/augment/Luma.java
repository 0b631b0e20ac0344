// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;

/** Luma and chroma of colour images: the axes of YIQ (NTSC), a linear map of red, green, blue. */
final class Luma {
  private static final float RED = 0.299f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private Luma() {}

  static float of(float red, float green, float blue) {
    return RED * red + GREEN * green + BLUE * blue;
  }

  /** The mean luma of an image; of other than three channels, the mean of all values. */
  static float mean(Pixels pixels) {
    ImageShape shape = pixels.shape;
    double sum = 0;
    for (int channel = 0; channel < shape.channels(); channel++) {
      int begin = pixels.offset() + channel * shape.plane();
      double ofChannel = 0;
      for (int i = begin; i < begin + shape.plane(); i++) {
        ofChannel += pixels.values()[i];
      }
      sum += weight(channel, shape.channels()) * ofChannel;
    }
    return (float) (sum / shape.plane());
  }

  private static double weight(int channel, int channels) {
    if (channels != 3) {
      return 1.0 / channels;
    }
    return channel == 0 ? RED : channel == 1 ? GREEN : BLUE;
  }

  /**
   * Turns the chroma of each pixel; luma stays but where values are clamped.
   *
   * @param angle in radians
   */
  static void turn(Pixels pixels, double angle) {
    float[] values = pixels.values();
    int plane = pixels.shape.plane();
    // The change of chroma is added, not the turned chroma set: at angle 0 it is exactly nothing.
    float cosine = (float) (StrictMath.cos(angle) - 1);
    float sine = (float) StrictMath.sin(angle);
    int end = pixels.offset() + plane;
    for (int i = pixels.offset(); i < end; i++) {
      float red = values[i];
      float green = values[i + plane];
      float blue = values[i + 2 * plane];
      float inPhase = 0.5959f * red - 0.2746f * green - 0.3213f * blue;
      float quadrature = 0.2115f * red - 0.5227f * green + 0.3112f * blue;
      float toInPhase = cosine * inPhase - sine * quadrature;
      float toQuadrature = sine * inPhase + cosine * quadrature;
      values[i] = Pixels.clamp(red + 0.9563f * toInPhase + 0.6210f * toQuadrature);
      values[i + plane] = Pixels.clamp(green - 0.2721f * toInPhase - 0.6474f * toQuadrature);
      values[i + 2 * plane] = Pixels.clamp(blue - 1.1070f * toInPhase + 1.7046f * toQuadrature);
    }
  }
}
