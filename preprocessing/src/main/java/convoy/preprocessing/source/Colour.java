// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

/** Red, green and blue of synthetic images; black is 0, full 255, and light may lead beyond. */
record Colour(double red, double green, double blue) {
  /** How far apart two colours are: the Euclidean distance. */
  double distance(Colour other) {
    double r = red - other.red;
    double g = green - other.green;
    double b = blue - other.blue;
    return Math.sqrt(r * r + g * g + b * b);
  }

  /** Three times the lightness. */
  double sum() {
    return red + green + blue;
  }
}
