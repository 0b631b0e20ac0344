// SPDX-License-Identifier: Apache-2.0
package convoy.training.onednn;

/**
 * What a convolution computes, but for the values.
 *
 * @param images of the minibatch
 * @param inputInRows whether the input is {@code [images, channels, height, width]}, and not
 *     blocked
 * @param channels of the input
 * @param filters which are the channels of the output
 * @param bias whether each filter has one
 * @param relu whether the output is 0 where it would be negative
 */
record ConvolutionShape(
    long images,
    boolean inputInRows,
    long channels,
    long filters,
    Windows windows,
    boolean bias,
    boolean relu) {
  /** {@code [images, channels, height, width]}. */
  long[] input() {
    return windows.input(images, channels);
  }

  /** {@code [images, filters, height, width]}. */
  long[] output() {
    return windows.output(images, filters);
  }

  /** {@code [filters, channels, height, width]}. */
  long[] weights() {
    return new long[] {filters, channels, windows.down().size(), windows.across().size()};
  }
}
