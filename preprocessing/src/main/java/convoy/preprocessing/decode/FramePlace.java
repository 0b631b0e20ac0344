// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

/**
 * Where a frame lies on the screen or canvas of its image, in pixels from the upper left corner.
 *
 * @param left column of the frame's first pixel
 * @param top row of the frame's first pixel
 */
record FramePlace(int left, int top, int width, int height) {}
