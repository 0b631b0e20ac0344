// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

/** A window that slides over the pixels of an image. */
record Windows(Window down, Window across) {
  /** Of the configured size and stride, over images of a size. */
  static Windows over(int height, int width, int[] size, int[] stride) {
    return new Windows(
        new Window(height, size[0], stride[0]), new Window(width, size[1], stride[1]));
  }

  /** {@code [images, channels, height, width]} of what it slides over. */
  long[] input(long images, long channels) {
    return new long[] {images, channels, down.pixels(), across.pixels()};
  }

  /** {@code [images, channels, height, width]} of what comes out. */
  long[] output(long images, long channels) {
    return new long[] {images, channels, down.places(), across.places()};
  }

  long[] size() {
    return new long[] {down.size(), across.size()};
  }

  long[] stride() {
    return new long[] {down.stride(), across.stride()};
  }

  long[] before() {
    return new long[] {down.before(), across.before()};
  }

  long[] after() {
    return new long[] {down.after(), across.after()};
  }
}
