// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.source;

import java.util.Arrays;

/**
 * A square RGB image while it is painted. Coordinates are in pixels from the upper left corner, x
 * to the right and y down; pixel {@code (row, column)} has its centre at {@code (column + 0.5, row
 * + 0.5)}. Values are not rounded or limited before {@link #bytes}.
 */
final class Canvas {
  private final int side;
  // [3, side, side]
  private final double[] values;

  Canvas(int side) {
    this.side = side;
    values = new double[3 * side * side];
  }

  /**
   * Paints a region in one colour over what is there. A pixel that the edge runs through is mixed
   * by how much of it is covered.
   *
   * @param region in pixels
   * @param box what the region does not leave
   */
  void paint(Region region, Box box, Colour colour) {
    int plane = side * side;
    for (int row = box.firstRow(); row < box.endRow(side); row++) {
      for (int column = box.firstColumn(); column < box.endColumn(side); column++) {
        double covered = 0.5 - region.distance(column + 0.5, row + 0.5);
        if (covered > 0) {
          double weight = Math.min(1, covered);
          int at = row * side + column;
          values[at] += weight * (colour.red() - values[at]);
          values[at + plane] += weight * (colour.green() - values[at + plane]);
          values[at + 2 * plane] += weight * (colour.blue() - values[at + 2 * plane]);
        }
      }
    }
  }

  /** Paints everything in one colour. */
  void fill(Colour colour) {
    int plane = side * side;
    Arrays.fill(values, 0, plane, colour.red());
    Arrays.fill(values, plane, 2 * plane, colour.green());
    Arrays.fill(values, 2 * plane, 3 * plane, colour.blue());
  }

  /**
   * Adds clouds: normal numbers on a grid of points {@code cell} pixels apart, interpolated, the
   * three channels apart.
   *
   * @param amplitude the standard deviation at a grid point
   */
  void cloud(ImageRandom random, double cell, double amplitude) {
    int points = (int) (side / cell) + 2;
    double[] grid = new double[points * points];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < grid.length; i++) {
        grid[i] = amplitude * random.aboutNormal();
      }
      for (int row = 0; row < side; row++) {
        for (int column = 0; column < side; column++) {
          values[(channel * side + row) * side + column] +=
              interpolate(grid, points, row / cell, column / cell);
        }
      }
    }
  }

  private static double interpolate(double[] grid, int points, double row, double column) {
    int r = (int) row;
    int c = (int) column;
    double down = row - r;
    double right = column - c;
    int at = r * points + c;
    double upper = grid[at] + right * (grid[at + 1] - grid[at]);
    double lower = grid[at + points] + right * (grid[at + points + 1] - grid[at + points]);
    return upper + down * (lower - upper);
  }

  /**
   * Lights the image: every value is multiplied by {@code gain (1 + slopeX u + slopeY v)}, where u
   * and v run from -1 to 1 over the image.
   */
  void light(double gain, double slopeX, double slopeY) {
    for (int i = 0; i < values.length; i++) {
      double u = (2 * (i % side) + 1.0) / side - 1;
      double v = (2 * (i / side % side) + 1.0) / side - 1;
      values[i] *= gain * (1 + slopeX * u + slopeY * v);
    }
  }

  /** Adds independent noise of that standard deviation to every value. */
  void noise(ImageRandom random, double deviation) {
    for (int i = 0; i < values.length; i++) {
      values[i] += deviation * random.aboutNormal();
    }
  }

  /** The image as bytes {@code [3, side, side]}, rounded and limited to 0 to 255. */
  byte[] bytes() {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) (Math.max(0, Math.min(255, values[i])) + 0.5);
    }
    return bytes;
  }

  /** A square about a point, in pixels. */
  record Box(double centreX, double centreY, double reach) {
    int firstRow() {
      return Math.max(0, (int) (centreY - reach - 1));
    }

    int endRow(int side) {
      return Math.min(side, (int) (centreY + reach + 2));
    }

    int firstColumn() {
      return Math.max(0, (int) (centreX - reach - 1));
    }

    int endColumn(int side) {
      return Math.min(side, (int) (centreX + reach + 2));
    }
  }
}
