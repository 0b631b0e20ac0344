// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

/**
 * What a pooling computes, but for the values.
 *
 * @param images of the minibatch
 * @param channels of input and output
 */
record PoolingShape(long images, long channels, Windows windows) {
  /** {@code [images, channels, height, width]}. */
  long[] input() {
    return windows.input(images, channels);
  }

  /** {@code [images, channels, height, width]}. */
  long[] output() {
    return windows.output(images, channels);
  }
}
