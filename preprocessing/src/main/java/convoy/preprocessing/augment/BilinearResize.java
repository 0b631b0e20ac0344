// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.augment;

import convoy.preprocessing.ImageShape;

/**
 * Enlarges a window of an image to the whole image, by bilinear interpolation. The centre of output
 * pixel i lies at {@code (i + 0.5) * window / whole - 0.5} of the window; beyond the centres of the
 * window's outermost pixels it is these. A window as large as the image changes nothing.
 */
final class BilinearResize {
  private final ImageShape shape;
  private final int[] column;
  private final float[] columnWeight;
  private final float[] row;
  private int top;
  private int left;
  private int height;
  private int width;

  BilinearResize(ImageShape shape) {
    this.shape = shape;
    this.column = new int[shape.width()];
    this.columnWeight = new float[shape.width()];
    this.row = new float[shape.width() + 1];
  }

  /** The window, inside the image, of one row and one column at least. */
  void set(int newTop, int newLeft, int newHeight, int newWidth) {
    top = newTop;
    left = newLeft;
    height = newHeight;
    width = newWidth;
  }

  int top() {
    return top;
  }

  int left() {
    return left;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** Replaces the image by what the window shows of it. */
  void apply(Pixels pixels) {
    if (height == shape.height() && width == shape.width()) {
      return;
    }
    for (int x = 0; x < shape.width(); x++) {
      float place = place(x, width, shape.width());
      column[x] = (int) place;
      columnWeight[x] = place - column[x];
    }
    float[] from = pixels.copy();
    for (int y = 0; y < shape.height(); y++) {
      float place = place(y, height, shape.height());
      int upper = (int) place;
      int lower = Math.min(upper + 1, height - 1);
      for (int channel = 0; channel < shape.channels(); channel++) {
        int window = channel * shape.plane() + top * shape.width() + left;
        mixRows(
            from, window + upper * shape.width(), window + lower * shape.width(), place - upper);
        writeRow(pixels.values(), pixels.offset() + channel * shape.plane() + y * shape.width());
      }
    }
  }

  /** Where in the window the centre of an output pixel lies. */
  private static float place(int i, int window, int whole) {
    float place = (i + 0.5f) * window / whole - 0.5f;
    return Math.min(window - 1, Math.max(0, place));
  }

  private void mixRows(float[] from, int upper, int lower, float weight) {
    for (int x = 0; x < width; x++) {
      row[x] = from[upper + x] + weight * (from[lower + x] - from[upper + x]);
    }
    // What the last column is mixed with, by a weight of 0.
    row[width] = row[width - 1];
  }

  private void writeRow(float[] values, int begin) {
    for (int x = 0; x < column.length; x++) {
      float first = row[column[x]];
      values[begin + x] = first + columnWeight[x] * (row[column[x] + 1] - first);
    }
  }
}
