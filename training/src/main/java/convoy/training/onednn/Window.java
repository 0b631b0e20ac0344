// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

/**
 * A window that slides along one side of an image, padded as Deeplearning4j's {@code
 * ConvolutionMode.Same} does it: as many outputs as strides, and the odd pixel behind.
 *
 * @param pixels of the side
 * @param size of the window
 * @param stride from one place of the window to the next
 */
record Window(int pixels, int size, int stride) {
  /** Places of the window. */
  int places() {
    return (pixels + stride - 1) / stride;
  }

  /** Pixels of padding before the first. */
  int before() {
    return padding() / 2;
  }

  /** Pixels of padding after the last. */
  int after() {
    return padding() - before();
  }

  private int padding() {
    return Math.max(0, (places() - 1) * stride + size - pixels);
  }
}
