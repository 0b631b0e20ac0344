// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

/** Red, green and blue of synthetic images; black is 0, full 255, and light may lead beyond. */
record Colour(double red, double green, double blue) {
  /** The mean of the three. */
  double brightness() {
    return (red + green + blue) / 3;
  }
}
